import { exports } from "cloudflare:workers";
import { afterEach, expect, vi } from "vitest";
import type { LiveServerFrame } from "../contracts/seats.ts";
import type { House } from "./box-office.ts";
import { call, origin, type TestUser } from "./harness.ts";

const open: WebSocket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close(1000, "the test is over");
});

export const liveUrl = (house: House, query = ""): string => `${origin}/api/v1/showtimes/${house.showtimeId}/live${query}`;

export async function ticketFor(house: House, user?: TestUser): Promise<string> {
  const target = `/showtimes/${house.showtimeId}/live`;
  const answer = await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", {
    ...(user ? { user } : { app: house.app }),
    body: { target },
  });
  expect(answer.status).toBe(201);
  return answer.body.data.ticket;
}

export type Watcher = Awaited<ReturnType<typeof watch>>;

/** A watcher that keeps every frame. `next` waits for one that fits, `answer` for the one to a frame of ours. */
export async function watch(url: string, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(url, { headers: { upgrade: "websocket", ...headers } });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  const frames: LiveServerFrame[] = [];
  const closes: { code: number; reason: string }[] = [];
  socket.accept();
  open.push(socket);
  socket.addEventListener("message", ({ data }) => {
    if (typeof data === "string" && data.startsWith("{")) frames.push(JSON.parse(data));
  });
  socket.addEventListener("close", ({ code, reason }) => {
    closes.push({ code, reason });
  });
  const send = (frame: unknown) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  return {
    socket,
    frames,
    closes,
    send,
    next: (type: LiveServerFrame["type"]) =>
      vi.waitUntil(() => frames.find((frame) => frame.type === type), { timeout: 15_000, interval: 5 }),
    /** The answer to a frame with a `ref` of our own. */
    ask: (frame: Record<string, unknown>) => {
      const ref = crypto.randomUUID();
      send({ ...frame, ref });
      return vi.waitUntil(() => frames.find((each) => "ref" in each && each.ref === ref), { timeout: 15_000, interval: 5 });
    },
  };
}

/** A signed-in person at the showtime's live channel. */
export const watchAs = async (house: House, user: TestUser): Promise<Watcher> =>
  watch(liveUrl(house, `?ticket=${await ticketFor(house, user)}`), { origin: house.app.headers.origin ?? "" });
