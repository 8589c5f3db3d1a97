import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDatabase } from "../local/database.ts";
import { ensureDevVars, localAdmin } from "../local/dev-vars.ts";
import { freePort } from "../local/own-platform.ts";
import { inProject } from "../local/project.ts";
import { type LocalPlatform, startPlatform } from "../local/wrangler-dev.ts";
import { accessToken, addPeople, peopleCount, userIdOf } from "./people.ts";
import { Wire } from "./wire.ts";

/** Somebody who takes part, at one app. */
export interface Person {
  userId: string;
  token: string;
  /** As an app's own server calls for them. */
  headers: Record<string, string>;
}

/** A platform with data of its own that can crash and come back, people, and a wire to it that can be cut. */
export class ChatPlatform {
  readonly wire: Wire;
  readonly port: number;
  readonly state: string;
  /** What the platform has logged, line by line. */
  readonly log: string[] = [];
  readonly #keys: string;
  #running: LocalPlatform | null = null;
  /** How many journeys are on their way to the crash, and how those that are there go on. */
  #expected = 0;
  #waiting: { goOn: () => void; fail: (error: unknown) => void }[] = [];

  private constructor(port: number, state: string, wire: Wire, keys: string) {
    this.port = port;
    this.state = state;
    this.wire = wire;
    this.#keys = keys;
  }

  /** Starts it with its debug log on. */
  static async start(say: (what: string) => void): Promise<ChatPlatform> {
    const state = mkdtempSync(join(tmpdir(), "marquee-chat-"));
    const { vars } = ensureDevVars(new Date());
    // The pages are not looked at; wrangler wants their folder to be there.
    mkdirSync(inProject("dist", "web"), { recursive: true });
    ensureDatabase(state, say);
    addPeople(state, peopleCount, Date.now());
    process.env.LOG_LEVEL = "debug";
    const port = await freePort();
    const platform = new ChatPlatform(port, state, await Wire.to(port), vars.SIGNING_KEYS ?? "");
    await platform.run();
    return platform;
  }

  /** Starts it, again on the same data after a crash. */
  async run(): Promise<void> {
    this.#running = await startPlatform({ port: this.port, wranglerState: this.state, print: (line) => void this.log.push(line) });
  }

  /** So many journeys will wait for the crash. */
  expect(journeys: number): void {
    this.#expected = journeys;
  }

  /** One that failed before does not keep the others waiting. */
  givenUp(): void {
    this.#expected--;
    void this.#crashIfAllWait();
  }

  /** Waits until all journeys are ready for it; then everything that runs ends at once, as when the power fails, and starts again. */
  crashTogether(): Promise<void> {
    const together = new Promise<void>((goOn, fail) => this.#waiting.push({ goOn, fail }));
    void this.#crashIfAllWait();
    return together;
  }

  async #crashIfAllWait(): Promise<void> {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#expected) return;
    const all = this.#waiting;
    this.#waiting = [];
    this.#expected = 0;
    try {
      await this.#running?.crash();
      this.#running = null;
      await this.run();
      for (const { goOn } of all) goOn();
    } catch (error) {
      for (const { fail } of all) fail(error);
    }
  }

  async stop(): Promise<void> {
    await this.wire.close();
    await this.#running?.stop();
    rmSync(this.state, { recursive: true, force: true });
  }

  /** A new app, and people with tokens for it. */
  async newApp(): Promise<{ appId: string; people: (part: { from: number; count: number }) => Person[] }> {
    const { accessToken: admin } = await this.ask<{ accessToken: string }>("POST", "/admin/login", {}, localAdmin);
    const made = await this.ask<{ app: { appId: string }; secretKey: string }>(
      "POST",
      "/admin/apps",
      { authorization: `Bearer ${admin}` },
      { name: "Journey", domain: "EVENT", allowedOrigins: [] },
    );
    const { appId } = made.app;
    const person = (place: number): Person => {
      const token = accessToken(this.#keys, appId, place, Date.now());
      return {
        userId: userIdOf(place),
        token,
        headers: { "x-app-id": appId, "x-api-key": made.secretKey, authorization: `Bearer ${token}` },
      };
    };
    return { appId, people: ({ from, count }) => Array.from({ length: count }, (_, place) => person(from + place)) };
  }

  /** Answers `data` of the public API. Throws if it refuses. */
  async ask<Data>(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Data> {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${JSON.stringify(answer)}`);
    return answer.data;
  }

  /** A public room of these people. Answers its id. */
  async newRoom(people: readonly Person[]): Promise<string> {
    const [owner, ...others] = people;
    if (owner === undefined) throw new Error("a room has an owner");
    const atOnce = others.slice(0, 100).map(({ userId }) => userId);
    const body = { name: "The foyer", type: "GROUP", visibility: "PUBLIC", memberIds: atOnce };
    const { room } = await this.ask<{ room: { id: string } }>("POST", "/chat/chat-rooms", owner.headers, body);
    for (const { headers } of others.slice(100)) await this.ask("POST", `/chat/chat-rooms/join/${room.id}`, headers, {});
    return room.id;
  }
}
