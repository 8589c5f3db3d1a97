import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { confirm, hold, openHouse, pay, release, seatAt } from "../../test/box-office.ts";
import { parseExposition, sampleValue } from "../../test/exposition.ts";
import { adminHeaders, call, makeUser, origin } from "../../test/harness.ts";

/** The lines of the log from this test on. */
function linesOf() {
  const lines: Record<string, unknown>[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => {
    lines.push(JSON.parse(line));
  });
  return { attempts: () => lines.filter(({ message }) => message === "booking attempt") };
}
const loud = { env: { LOG_LEVEL: "info" } };
const failures = async () => {
  const response = await exports.default.fetch(new Request(`${origin}/actuator/prometheus`, { headers: await adminHeaders() }));
  const samples = parseExposition(await response.text());
  return (code: string) => sampleValue(samples, "booking_failures_total", { code });
};

describe("an attempt to book", () => {
  let log: ReturnType<typeof linesOf>;
  beforeEach(() => {
    log = linesOf();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("is a line in the log, with who, where, what came of it and how long it took", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const ask = (path: string, body: object, id: string) =>
      call<Record<string, never>>("POST", `/api/v1/${path}`, { user, body, headers: { "x-request-id": id }, ...loud });
    const seatIds = [seatAt(house, 0)];
    const { reservationToken } = (await ask("reserve-seat", { seatIds }, "r1")).body.data;
    await ask("reserve-seat", { seatIds }, "r2");
    await ask("payments/process", { reservationToken, token: "tok_declined" }, "r3");
    await ask("confirm-booking", { reservationToken, paymentId: "pay_none" }, "r4");
    await ask("release-seat", { reservationToken }, "r5");
    await ask("reserve-seat", { seats: seatIds }, "r6");
    const common = { over: "http", app: house.app.appId, actor: user.userId, showtime: house.showtimeId, level: "info" };
    expect(log.attempts()).toMatchObject([
      { ...common, requestId: "r1", attempt: "reserve", outcome: "OK", status: 201 },
      { ...common, requestId: "r2", attempt: "reserve", outcome: "SEAT_ALREADY_LOCKED", status: 409 },
      { ...common, requestId: "r3", attempt: "pay", outcome: "PAYMENT_DECLINED", status: 402 },
      { ...common, requestId: "r4", attempt: "confirm", outcome: "PAYMENT_NOT_FOUND", status: 404 },
      { ...common, requestId: "r5", attempt: "release", outcome: "OK", status: 200 },
      { requestId: "r6", attempt: "reserve", outcome: "VALIDATION_FAILED", showtime: null },
    ]);
    for (const { ms } of log.attempts()) expect(ms).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(log.attempts())).not.toContain(reservationToken);
  });

  it("counts as failed when money or a hold is refused or we break, not when a seat is somebody else's", async () => {
    const before = await failures();
    const house = await openHouse(3);
    const [ada, bob] = await Promise.all([makeUser(house.app), makeUser(house.app)]);
    const { reservationToken } = (await hold(ada, [seatAt(house, 0)])).body.data;
    expect((await hold(bob, [seatAt(house, 0)])).status).toBe(409);
    expect((await pay(ada, reservationToken, "tok_declined")).status).toBe(402);
    expect((await pay(ada, reservationToken, "tok_error")).status).toBe(502);
    expect((await confirm(ada, reservationToken)).status).toBe(402);
    expect((await confirm(ada, reservationToken, "pay_none")).status).toBe(404);
    await release(ada, reservationToken);
    expect((await confirm(ada, reservationToken)).status).toBe(410);
    expect((await release(bob, reservationToken)).status).toBe(403);
    const after = await failures();
    const grown = (code: string) => after(code) - before(code);
    expect(["PAYMENT_DECLINED", "PAYMENT_PROVIDER_ERROR", "PAYMENT_NOT_SUCCESSFUL", "RESERVATION_EXPIRED"].map(grown)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(["SEAT_ALREADY_LOCKED", "PAYMENT_NOT_FOUND", "RESERVATION_NOT_YOURS"].map(grown)).toEqual([0, 0, 0]);
  });

  it("over a socket is a line, too, and counted in the showtime's object", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const object = env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
    expect(await object.sockets()).toBe(0);
    const response = await exports.default.fetch(`${origin}/api/v1/showtimes/${house.showtimeId}/live`, {
      headers: { ...user.headers, upgrade: "websocket" },
    });
    const { webSocket } = response;
    const told: string[] = [];
    webSocket?.addEventListener("message", ({ data }) => {
      told.push(String(data));
    });
    webSocket?.accept();
    const earlier = await failures();
    const holdsBefore = await holds();
    webSocket?.send(JSON.stringify({ type: "hold", ref: "r1", seatIds: [seatAt(house, 0)] }));
    await vi.waitUntil(() => told.some((text) => text.includes('"held"')), { timeout: 4000 });
    expect((await holds()) - holdsBefore).toBe(1);
    expect(await object.sockets()).toBe(1);
    webSocket?.close(1000);
    expect((await failures())("SEAT_NOT_FOUND")).toBe(earlier("SEAT_NOT_FOUND"));
  });
});

async function holds(): Promise<number> {
  const response = await exports.default.fetch(new Request(`${origin}/actuator/prometheus`, { headers: await adminHeaders() }));
  return sampleValue(parseExposition(await response.text()), "holds_total");
}
