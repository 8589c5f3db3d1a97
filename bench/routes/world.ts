import { messageOf } from "../child.ts";
import type { BoxOffice, Show } from "../marquee/box-office.ts";
import type { Secrets } from "../marquee/secrets.ts";

/** Somebody with an account, so that routes which read it have something to read. */
export interface Person {
  userId: string;
  email: string;
  authorization: string;
  refreshToken: string;
}

/** What the routes are asked about: an app with a house, listings, people, and something of everything that has an id. */
export interface World {
  office: BoxOffice;
  admin: Record<string, string>;
  config: Record<string, string>;
  people: Person[];
  house: Show;
  /** Answers `data`. Throws if the platform refuses. */
  ask: <Data = Record<string, unknown>>(method: string, path: string, headers: Record<string, string>, body?: unknown) => Promise<Data>;
}

export const peopleCount = 60;
const seats = 20_000;

/** Makes the world through the public API. */
export async function openWorld(office: BoxOffice, secrets: Secrets): Promise<World> {
  const ask: World["ask"] = async (method, path, headers, body) => {
    const response = await fetch(office.origin + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text.slice(0, 300)}`);
    return messageOf<{ data: never }>(JSON.parse(text)).data;
  };
  const people: Person[] = [];
  for (let place = 0; place < peopleCount; place++) people.push(await register(office, ask, place));
  const admin = { authorization: `Bearer ${await secrets.adminToken()}` };
  await ask("PUT", "/api/v1/admin/config/bench/default", admin, { properties: { "bench.turn": -1 } });
  return {
    office,
    admin,
    config: { authorization: `Bearer ${secrets.configToken}` },
    people,
    house: await office.newShow(seats),
    ask,
  };
}

async function register(office: BoxOffice, ask: World["ask"], place: number): Promise<Person> {
  const email = `person-${place}-${Date.now()}@bench.test`;
  const { user, accessToken, refreshToken } = await ask<{ user: { id: string }; accessToken: string; refreshToken: string }>(
    "POST",
    "/api/v1/auth/register",
    { ...office.headers, "x-end-user-ip": addressOf(place) },
    { email, password: `a sentence of ${email}` },
  );
  return { userId: user.id, email, authorization: `Bearer ${accessToken}`, refreshToken };
}

/** An address of its own for every caller that has no account, so that the buckets of addresses stay full. */
export const addressOf = (turn: number): string => `2001:db8:${(turn >> 16).toString(16)}:${(turn & 0xffff).toString(16)}::1`;
