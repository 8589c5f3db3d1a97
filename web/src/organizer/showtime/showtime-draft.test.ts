import { describe, expect, it } from "vitest";
import { CreateShowtime, UpdateShowtime } from "../../../../contracts/showtimes.ts";
import { createBody, newDraft, type ShowtimeDraft, updateBody } from "./showtime-draft.ts";

const venue = { id: "ven_1", timeZone: "Europe/Vienna", seatCount: 100 };
const draft: ShowtimeDraft = { ...newDraft, startsAt: "2027-01-15T19:30", tiers: [{ name: "Standard", price: "42.50" }] };
const bodyOf = (changes: Partial<ShowtimeDraft>, at = venue) => {
  const made = createBody({ ...draft, ...changes }, at);
  if (!made.ok) throw new Error(JSON.stringify(made.faults));
  return made.body;
};
const faultsOf = (changes: Partial<ShowtimeDraft>, at = venue) => {
  const made = createBody({ ...draft, ...changes }, at);
  return made.ok ? {} : made.faults;
};
const rule = { key: 0, percent: "15", occupancy: "80", hours: "", days: ["FRI", "SAT"] as const };

describe("a showtime as it is typed", () => {
  it("becomes what the API takes, in minor units and UTC", () => {
    expect(bodyOf({})).toEqual({
      venueId: "ven_1",
      startsAt: "2027-01-15T18:30:00.000Z",
      currency: "EUR",
      tiers: [{ name: "Standard", price: 4250 }],
      holdSeconds: 120,
      maxSeatsPerUser: 10,
      lonelySeats: "OFF",
      pricingRules: [],
    });
  });

  it("with everything is what the API takes, too", () => {
    const body = bodyOf({
      capacity: "200",
      capacityTier: "Standard",
      saleOpensAt: "2026-12-01T10:00",
      saleClosesAt: "2027-01-15T18:00",
      checkInOpensAt: "2027-01-15T18:30",
      lonelySeats: "STRICT",
      rules: [rule],
      priceFloor: "30",
      priceCeiling: "90",
      fullRefundHours: "48",
      partRefundHours: "24",
      partRefundPercent: "50",
      admitPerSecond: "50",
    });
    expect(CreateShowtime.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      capacity: 200,
      saleOpensAt: "2026-12-01T09:00:00.000Z",
      pricingRules: [{ when: { occupancyAtLeast: 0.8, days: ["FRI", "SAT"] }, percent: 15 }],
      cancellationPolicy: { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 },
      waitingRoom: { admitPerSecond: 50 },
    });
  });

  it("takes the earlier of two moments unless the later one is meant", () => {
    expect(bodyOf({ startsAt: "2027-10-31T02:30" }).startsAt).toBe("2027-10-31T00:30:00.000Z");
    expect(bodyOf({ startsAt: "2027-10-31T02:30", isLater: true }).startsAt).toBe("2027-10-31T01:30:00.000Z");
  });

  it.each([
    [{ startsAt: "" }, "startsAt", /when it begins/],
    [{ startsAt: "2027-03-28T02:30" }, "startsAt", /skip this time/],
    [{ tiers: [{ name: " ", price: "1" }] }, "tiers.0.name", /Name/],
    [{ tiers: [draft.tiers[0] ?? { name: "", price: "" }, { name: "Standard", price: "1" }] }, "tiers.1.name", /Another/],
    [{ tiers: [{ name: "A", price: "" }] }, "tiers.0.price", /costs/],
    [{ tiers: [{ name: "A", price: "1.234" }] }, "tiers.0.price", /EUR/],
    [{ holdSeconds: "2" }, "holdSeconds", /from 5 to 1800/],
    [{ maxSeatsPerUser: "1.5" }, "maxSeatsPerUser", /whole number/],
    [{ rules: [{ ...rule, percent: "" }] }, "rules.0", /percent/],
    [{ rules: [{ ...rule, occupancy: "", days: [] }] }, "rules.0", /when the rule holds/],
    [{ rules: [{ ...rule, percent: "-95" }] }, "rules.0", /from -90/],
    [{ priceFloor: "50", priceCeiling: "40" }, "priceFloor", /ceiling/],
    [{ saleOpensAt: "2027-01-02T10:00", saleClosesAt: "2027-01-01T10:00" }, "saleClosesAt", /After/],
    [{ partRefundHours: "24" }, "partRefundPercent", /together/],
    [{ partRefundHours: "24", partRefundPercent: "50" }, "fullRefundHours", /everything/],
    [{ fullRefundHours: "24", partRefundHours: "48", partRefundPercent: "50" }, "partRefundHours", /nearer/],
  ] as const)("%j says what is wrong with %s", (changes, field, words) => {
    expect(faultsOf(changes)[field]).toMatch(words);
  });

  it("needs places where the venue has no seats", () => {
    expect(faultsOf({}, { ...venue, seatCount: 0 })).toHaveProperty("capacity");
    expect(faultsOf({ capacity: "50" }, { ...venue, seatCount: 0 })).toEqual({});
  });
});

describe("a showtime that is changed", () => {
  const bodyFor = (changes: Partial<ShowtimeDraft>, before: Partial<ShowtimeDraft> = {}) => {
    const made = updateBody({ ...draft, ...before, ...changes }, { ...draft, ...before }, "Europe/Vienna");
    return made.ok ? made.body : made.faults;
  };

  it("sends what differs and nothing else", () => {
    expect(bodyFor({ startsAt: "2027-01-16T19:30", maxSeatsPerUser: "6" })).toEqual({
      startsAt: "2027-01-16T18:30:00.000Z",
      maxSeatsPerUser: 6,
    });
    expect(bodyFor({})).toEqual({});
  });

  it("takes away what is emptied", () => {
    const body = bodyFor(
      { priceFloor: "", fullRefundHours: "", admitPerSecond: "" },
      { priceFloor: "30", fullRefundHours: "48", admitPerSecond: "5" },
    );
    expect(body).toEqual({ priceFloor: null, cancellationPolicy: null, waitingRoom: null });
    expect(UpdateShowtime.safeParse(body).success).toBe(true);
  });

  it("with a fault is not sent", () => {
    expect(updateBody({ ...draft, startsAt: "" }, draft, "Europe/Vienna").ok).toBe(false);
  });
});
