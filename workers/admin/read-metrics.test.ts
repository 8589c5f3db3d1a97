import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { confirm, hold, openHouse, pay, release, seatAt } from "../../test/box-office.ts";
import { parseExposition, type Sample, sampleValue } from "../../test/exposition.ts";
import { adminHeaders, call, makeUser, origin } from "../../test/harness.ts";
import { endpoints } from "../app.ts";
import { exposition } from "./exposition.ts";

async function scrape(): Promise<{ response: Response; samples: Sample[] }> {
  const response = await exports.default.fetch(new Request(`${origin}/actuator/prometheus`, { headers: await adminHeaders() }));
  return { response, samples: parseExposition(await response.text()) };
}

describe("the metrics", () => {
  let before: Sample[];
  beforeAll(async () => {
    before = (await scrape()).samples;
  });
  const grown = (after: Sample[], name: string, labels: Record<string, string> = {}) =>
    sampleValue(after, name, labels) - sampleValue(before, name, labels);

  it("are text of version 0.0.4 that a strict parser takes", async () => {
    const { response, samples } = await scrape();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(samples.length).toBeGreaterThan(20);
  });

  it("count a booking from hold to confirmation, and what was refused, released and failed on the way", async () => {
    before = (await scrape()).samples;
    const house = await openHouse(6);
    const [ada, bob] = await Promise.all([makeUser(house.app), makeUser(house.app)]);
    const { reservationToken } = (await hold(ada, [seatAt(house, 0)])).body.data;
    expect((await hold(bob, [seatAt(house, 0)])).body.error.code).toBe("SEAT_ALREADY_LOCKED");
    expect((await pay(ada, reservationToken, "tok_declined")).status).toBe(402);
    const paid = await pay(ada, reservationToken);
    expect((await confirm(ada, reservationToken, paid.body.data.payment.id)).status).toBe(201);
    await release(bob, (await hold(bob, [seatAt(house, 1)])).body.data.reservationToken);

    const { samples } = await scrape();
    expect(grown(samples, "holds_total")).toBe(2);
    expect(grown(samples, "hold_refusals_total", { code: "SEAT_ALREADY_LOCKED" })).toBe(1);
    expect(grown(samples, "confirms_total")).toBe(1);
    expect(grown(samples, "hold_releases_total")).toBe(1);
    expect(grown(samples, "hold_duration_seconds_count", { outcome: "confirmed" })).toBe(1);
    expect(grown(samples, "hold_duration_seconds_count", { outcome: "released" })).toBe(1);
    expect(grown(samples, "payment_failures_total", { reason: "card_declined" })).toBe(1);
    expect(grown(samples, "booking_failures_total", { code: "PAYMENT_DECLINED" })).toBe(1);
    expect(sampleValue(samples, "hold_conflict_ratio")).toBeGreaterThan(0);
    expect(sampleValue(samples, "hold_conflict_ratio")).toBeLessThan(1);
    const requests = { method: "POST", uri: "/api/v1/reserve-seat", status: "409" };
    expect(grown(samples, "http_server_requests_seconds_count", requests)).toBe(1);
    expect(grown(samples, "http_server_requests_seconds_bucket", { ...requests, le: "+Inf" })).toBe(1);
  });

  it("take their labels from closed sets, whatever callers send", async () => {
    const trap = "sho_secret-of-a-caller";
    await Promise.all([
      call("GET", `/api/v1/showtimes/${trap}`),
      call("GET", `/${trap}/nowhere`),
      call("PROPFIND", `/api/v1/${trap}`),
      call("GET", `/api/v1/seats?entityId=${trap}`, { headers: { "user-agent": trap, "x-app-id": trap, "x-api-key": trap } }),
    ]);
    const { samples } = await scrape();
    expect(JSON.stringify(samples)).not.toContain(trap);
    const known = new Set([...endpoints.map(({ path }) => path), "UNKNOWN"]);
    const requests = samples.filter(({ name }) => name === "http_server_requests_seconds_count");
    expect(requests.filter(({ labels }) => !known.has(labels.uri ?? ""))).toEqual([]);
    expect(sampleValue(requests, "http_server_requests_seconds_count", { method: "OTHER", uri: "UNKNOWN", status: "404" })).toBeGreaterThan(
      0,
    );
    expect(requests.every(({ labels }) => /^[1-5]\d\d$/.test(labels.status ?? ""))).toBe(true);
  });

  it("count the sockets that are open, and no longer once they are closed", async () => {
    const house = await openHouse(1);
    const open = async () =>
      (
        await exports.default.fetch(`${origin}/api/v1/showtimes/${house.showtimeId}/live`, {
          headers: { ...house.app.headers, upgrade: "websocket" },
        })
      ).webSocket;
    const sockets = await Promise.all([open(), open(), open()]);
    for (const socket of sockets) socket?.accept();
    /** How many this showtime's object has told of. */
    const told = () =>
      runInDurableObject(env.METRICS.getByName("platform"), (_, state) =>
        state.storage.sql.exec("SELECT open FROM socket WHERE object = ?", `${house.app.appId}:${house.showtimeId}`).toArray(),
      );
    const isTold = (expected: object[]) =>
      vi.waitUntil(
        async () => {
          const { samples } = await scrape();
          const here = await told();
          const all = sampleValue(samples, "sockets", { channel: "seats" });
          return JSON.stringify(here) === JSON.stringify(expected) && all >= Number(here[0]?.open ?? 0);
        },
        { timeout: 8000, interval: 200 },
      );
    await isTold([{ open: 3 }]);
    for (const socket of sockets.slice(0, 2)) socket?.close(1000);
    await isTold([{ open: 1 }]);
    sockets[2]?.close(1000);
    await isTold([]);
  });

  it("show each circuit breaker in one state", async () => {
    const { samples } = await scrape();
    for (const name of ["mail", "payments"]) {
      const states = ["closed", "open", "half_open", "forced_open"].map((state) =>
        sampleValue(samples, "resilience4j_circuitbreaker_state", { name, state }),
      );
      expect(states.sort()).toEqual([0, 0, 0, 1]);
    }
  });

  it("tell of mails and dead letters that wait, and of the database being away", async () => {
    const key = crypto.randomUUID();
    const { samples } = await scrape();
    await env.DB.batch([
      env.DB.prepare("INSERT INTO dead_letters (id, queue, body, attempts, created_at) VALUES (?, 'events', '{}', 9, 0)").bind(key),
      env.DB.prepare("INSERT INTO mails VALUES (?, 'welcome', NULL, 'a@example.com', '{}', 'DEAD', NULL, 9, 0, 0)").bind(key),
    ]);
    before = samples;
    const after = (await scrape()).samples;
    expect(grown(after, "dead_letters", { queue: "events" })).toBe(1);
    expect(grown(after, "mails", { status: "dead" })).toBe(1);
    expect(sampleValue(after, "database_up")).toBe(1);
    await env.DB.batch(["dead_letters WHERE id", "mails WHERE key"].map((rows) => env.DB.prepare(`DELETE FROM ${rows} = ?`).bind(key)));
  });
});

describe("the exposition", () => {
  it("escapes what a label or a help text could break out with", () => {
    const samples = [{ labels: { label: 'say "no"\n\\' }, value: Number.POSITIVE_INFINITY }];
    const text = exposition([{ name: "g", type: "gauge", help: 'a "help"\nwith \\ two lines', samples }]);
    expect(text).toBe('# HELP g a "help"\\nwith \\\\ two lines\n# TYPE g gauge\ng{label="say \\"no\\"\\n\\\\"} +Inf\n');
    expect(parseExposition(text)).toEqual([{ name: "g", ...samples[0] }]);
  });
});
