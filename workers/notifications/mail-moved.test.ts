import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { buy, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser } from "../../test/harness.ts";
import { latestMail, mailsTo } from "../../test/mailed-code.ts";
import { refundTerms } from "./mail-moved.ts";

const patience = { timeout: 15_000, interval: 100 };
const hours = 3_600_000;

it("everybody with a live booking is mailed a new time with the old one, once a change, and nobody whose booking is over", async () => {
  const policy = { fullRefundUntilHours: 48 };
  const house = await openHouse(4, { cancellationPolicy: policy }, await makeApp({ webApp: true }));
  const people = await Promise.all(["Ada", "Bob", "Carol"].map((name) => makeUser(house.app, { name })));
  const [ada, bob, carol] = people;
  if (ada === undefined || bob === undefined || carol === undefined) throw new Error("three people are there");
  const bookings = [];
  for (const [at, person] of people.entries()) bookings.push(await buy(person, [seatAt(house, at)]));
  await call("POST", `/api/v1/bookings/${bookings[2]?.bookingId}/cancel`, { user: carol });
  const move = (startsAt: string) => call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app, body: { startsAt } });
  expect((await move("2099-07-15T18:30:00.000Z")).status).toBe(200);
  for (const person of [ada, bob]) await vi.waitUntil(async () => (await mailsTo(person.email, "showtime-changed")) === 1, patience);
  const { subject, text } = await latestMail(ada.email, "showtime-changed");
  expect(subject).toBe(`New time: Hamlet, Wednesday 15 July 2099, 20:30 (${bookings[0]?.bookingId})`);
  expect(text).toContain("Wednesday 15 July 2099, 20:30\nBefore: ");
  expect(text).toContain("get all of your money back, until 20:30 on Monday 13 July 2099, Central European Summer Time.");
  expect(text).toContain("Your seat\nStalls · Row A · Seat A1 · Premium\n");
  await move("2099-07-16T18:30:00.000Z");
  await vi.waitUntil(async () => (await mailsTo(bob.email, "showtime-changed")) === 2, patience);
  expect(await mailsTo(carol.email, "showtime-changed")).toBe(0);
  const { results } = await env.DB.prepare("SELECT key FROM mails WHERE recipient = ? AND kind = 'showtime-changed'")
    .bind(bob.email)
    .all<{ key: string }>();
  expect(new Set(results.map(({ key }) => key.split(":").slice(0, 2).join(":")))).toEqual(
    new Set([`showtime-changed:${bookings[1]?.bookingId}`]),
  );
});

describe("what a cancellation gives back after a new time", () => {
  const start = Date.parse("2027-01-15T18:30:00.000Z");
  const policy = { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 };
  const at = (hoursBefore: number, of = policy as Parameters<typeof refundTerms>[0]) => refundTerms(of, start, start - hoursBefore * hours);

  it("is what the policy still has to give, counted from that time", () => {
    expect(at(72)).toEqual({ refundUntil: "2027-01-13T18:30:00.000Z", refundPercent: 100 });
    expect(at(30)).toEqual({ refundUntil: "2027-01-14T18:30:00.000Z", refundPercent: 50 });
    expect(at(3)).toEqual({ refundUntil: null, refundPercent: 0 });
    expect(at(72, null)).toEqual({ refundUntil: null, refundPercent: 0 });
    expect(at(30, { fullRefundUntilHours: 48 })).toEqual({ refundUntil: null, refundPercent: 0 });
  });
});
