import { limits } from "../../../../contracts/limits.ts";
import type { PricingRule, Weekday } from "../../../../contracts/pricing.ts";
import type { CreateShowtime, LonelySeats, ShowtimeWithListing, UpdateShowtime } from "../../../../contracts/showtimes.ts";
import { majorOf, minorOf } from "../price-input.ts";
import { momentsOf, wallOf } from "../zone-time.ts";

/** A rule as it is typed; empty parts ask for nothing. */
export interface RuleDraft {
  key: number;
  percent: string;
  occupancy: string;
  hours: string;
  days: readonly Weekday[];
}
/** A showtime as it is typed: prices in major units, times on the venue's clocks. */
export interface ShowtimeDraft {
  startsAt: string;
  /** Which of the two moments, in the hour that comes twice. */
  isLater: boolean;
  currency: string;
  tiers: readonly { name: string; price: string }[];
  capacity: string;
  capacityTier: string;
  saleOpensAt: string;
  saleClosesAt: string;
  checkInOpensAt: string;
  holdSeconds: string;
  maxSeatsPerUser: string;
  lonelySeats: LonelySeats;
  rules: readonly RuleDraft[];
  priceFloor: string;
  priceCeiling: string;
  fullRefundHours: string;
  partRefundHours: string;
  partRefundPercent: string;
  admitPerSecond: string;
}
export type Faults = Partial<Record<string, string>>;
export type Made<Body> = { ok: true; body: Body } | { ok: false; faults: Faults };

export const newDraft: ShowtimeDraft = {
  startsAt: "",
  isLater: false,
  currency: "EUR",
  tiers: [{ name: "Standard", price: "" }],
  capacity: "",
  capacityTier: "",
  saleOpensAt: "",
  saleClosesAt: "",
  checkInOpensAt: "",
  holdSeconds: String(limits.holdSecondsDefault),
  maxSeatsPerUser: String(limits.seatsPerUserDefault),
  lonelySeats: "OFF",
  rules: [],
  priceFloor: "",
  priceCeiling: "",
  fullRefundHours: "",
  partRefundHours: "",
  partRefundPercent: "",
  admitPerSecond: "",
};

/** What a showtime says now, as it would be typed. */
export function draftOf(show: ShowtimeWithListing): ShowtimeDraft {
  const { currency, timeZone, cancellationPolicy: policy } = show;
  const wall = (moment: string | null) => (moment === null ? "" : wallOf(moment, timeZone));
  const price = (minor: number | null) => (minor === null ? "" : majorOf(minor, currency));
  const startsAt = wall(show.startsAt);
  return {
    startsAt,
    isLater: momentsOf(startsAt, timeZone).findIndex((moment) => Date.parse(moment) === Date.parse(show.startsAt)) === 1,
    currency,
    tiers: show.tiers.map((tier) => ({ name: tier.name, price: majorOf(tier.price, currency) })),
    capacity: show.capacity === 0 ? "" : String(show.capacity),
    capacityTier: "",
    saleOpensAt: wall(show.saleOpensAt),
    saleClosesAt: show.saleClosesAt === show.startsAt ? "" : wall(show.saleClosesAt),
    checkInOpensAt: wall(show.checkInOpensAt),
    holdSeconds: String(show.holdSeconds),
    maxSeatsPerUser: String(show.maxSeatsPerUser),
    lonelySeats: show.lonelySeats,
    rules: show.pricingRules.map(({ percent, when }, place) => ({
      key: place,
      percent: String(percent),
      occupancy: when.occupancyAtLeast === undefined ? "" : String(Math.round(when.occupancyAtLeast * 100)),
      hours: when.hoursToStartAtMost === undefined ? "" : String(when.hoursToStartAtMost),
      days: when.days ?? [],
    })),
    priceFloor: price(show.priceFloor),
    priceCeiling: price(show.priceCeiling),
    fullRefundHours: policy === null ? "" : String(policy.fullRefundUntilHours),
    partRefundHours: policy?.partialRefundUntilHours === undefined ? "" : String(policy.partialRefundUntilHours),
    partRefundPercent: policy?.partialRefundPercent === undefined ? "" : String(policy.partialRefundPercent),
    admitPerSecond: show.waitingRoom === null ? "" : String(show.waitingRoom.admitPerSecond),
  };
}

/** Reads a draft field by field and collects what is wrong. */
class Reader {
  readonly faults: Faults = {};
  #draft: ShowtimeDraft;
  #timeZone: string;

  constructor(draft: ShowtimeDraft, timeZone: string) {
    this.#draft = draft;
    this.#timeZone = timeZone;
  }

  fault(field: string, words: string): undefined {
    this.faults[field] ??= words;
  }

  /** A moment; of two, the earlier one unless the draft says otherwise. */
  moment(field: "startsAt" | "saleOpensAt" | "saleClosesAt" | "checkInOpensAt"): string | undefined {
    const wall = this.#draft[field];
    if (wall === "") return undefined;
    const moments = momentsOf(wall, this.#timeZone);
    const [first] = moments;
    if (first === undefined) return this.fault(field, "The clocks skip this time that night. Choose another.");
    return field === "startsAt" && this.#draft.isLater ? (moments[1] ?? first) : first;
  }

  whole(field: string, text: string, [least, most]: readonly [number, number]): number | undefined {
    if (text.trim() === "") return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    return this.fault(field, `A whole number from ${least} to ${most}.`);
  }

  price(field: string, text: string): number | undefined {
    if (text.trim() === "") return undefined;
    const minor = minorOf(text, this.#draft.currency);
    if (minor !== null && minor <= limits.priceMinorMax) return minor;
    return this.fault(field, `An amount in ${this.#draft.currency}, such as 42.50.`);
  }

  tiers(): { name: string; price: number }[] {
    const names = this.#draft.tiers.map(({ name }) => name.trim());
    return this.#draft.tiers.map(({ price }, place) => {
      const name = names[place] ?? "";
      if (name === "") this.fault(`tiers.${place}.name`, "Name the tier.");
      if (names.indexOf(name) !== place) this.fault(`tiers.${place}.name`, "Another tier has this name.");
      if (price.trim() === "") this.fault(`tiers.${place}.price`, "Say what it costs.");
      return { name, price: this.price(`tiers.${place}.price`, price) ?? 0 };
    });
  }

  rules(): PricingRule[] {
    return this.#draft.rules.map(({ percent, occupancy, hours, days }, place) => {
      const change = this.whole(`rules.${place}`, percent, [limits.rulePercentMin, limits.rulePercentMax]);
      const share = this.whole(`rules.${place}`, occupancy, [0, 100]);
      const left = this.whole(`rules.${place}`, hours, [0, limits.policyHoursMax]);
      if (percent.trim() === "") this.fault(`rules.${place}`, "Say by how many percent the price changes.");
      if (share === undefined && left === undefined && days.length === 0) this.fault(`rules.${place}`, "Say when the rule holds.");
      const when = {
        ...(share !== undefined && { occupancyAtLeast: share / 100 }),
        ...(left !== undefined && { hoursToStartAtMost: left }),
        ...(days.length > 0 && { days: [...days] }),
      };
      return { when, percent: change ?? 0 };
    });
  }

  policy(): CreateShowtime["cancellationPolicy"] {
    const { fullRefundHours, partRefundHours, partRefundPercent } = this.#draft;
    const full = this.whole("fullRefundHours", fullRefundHours, [0, limits.policyHoursMax]);
    const part = this.whole("partRefundHours", partRefundHours, [0, limits.policyHoursMax]);
    const percent = this.whole("partRefundPercent", partRefundPercent, [0, 100]);
    if ((part === undefined) !== (percent === undefined)) this.fault("partRefundPercent", "Hours and percent belong together.");
    if (full === undefined) {
      if (part !== undefined) this.fault("fullRefundHours", "Say until when everything goes back.");
      return undefined;
    }
    if ((part ?? 0) > full) this.fault("partRefundHours", "A part goes back after the time of the full refund, so nearer to the start.");
    return {
      fullRefundUntilHours: full,
      ...(part !== undefined && percent !== undefined && { partialRefundUntilHours: part, partialRefundPercent: percent }),
    };
  }

  /** What can be changed later as well. */
  changeable() {
    const draft = this.#draft;
    const room = this.whole("admitPerSecond", draft.admitPerSecond, [1, limits.admitPerSecondMax]);
    const terms = {
      startsAt: this.moment("startsAt"),
      saleOpensAt: this.moment("saleOpensAt"),
      saleClosesAt: this.moment("saleClosesAt"),
      checkInOpensAt: this.moment("checkInOpensAt"),
      tiers: this.tiers(),
      holdSeconds: this.whole("holdSeconds", draft.holdSeconds, [limits.holdSecondsMin, limits.holdSecondsMax]),
      maxSeatsPerUser: this.whole("maxSeatsPerUser", draft.maxSeatsPerUser, [1, limits.seatsPerUserMax]),
      lonelySeats: draft.lonelySeats,
      pricingRules: this.rules(),
      priceFloor: this.price("priceFloor", draft.priceFloor),
      priceCeiling: this.price("priceCeiling", draft.priceCeiling),
      cancellationPolicy: this.policy(),
      waitingRoom: room === undefined ? undefined : { admitPerSecond: room },
    };
    if (draft.startsAt === "") this.fault("startsAt", "Say when it begins.");
    if ((terms.priceFloor ?? 0) > (terms.priceCeiling ?? limits.priceMinorMax)) this.fault("priceFloor", "Not above the ceiling.");
    if (terms.saleOpensAt !== undefined && terms.saleClosesAt !== undefined && terms.saleOpensAt >= terms.saleClosesAt)
      this.fault("saleClosesAt", "After the sale opens.");
    return terms;
  }
}

/** The body of POST …/showtimes, or what is missing. */
export function createBody(draft: ShowtimeDraft, venue: { id: string; timeZone: string; seatCount: number }): Made<CreateShowtime> {
  const reader = new Reader(draft, venue.timeZone);
  const {
    startsAt = "",
    holdSeconds = limits.holdSecondsDefault,
    maxSeatsPerUser = limits.seatsPerUserDefault,
    ...terms
  } = reader.changeable();
  const capacity = reader.whole("capacity", draft.capacity, [1, limits.seatsPerShowtimeMax]);
  if (capacity === undefined && venue.seatCount === 0) reader.fault("capacity", "This venue has no seats: say how many places there are.");
  if (Object.keys(reader.faults).length > 0) return { ok: false, faults: reader.faults };
  const places = { capacity, capacityTier: capacity === undefined || draft.capacityTier === "" ? undefined : draft.capacityTier };
  const body = { venueId: venue.id, startsAt, currency: draft.currency, holdSeconds, maxSeatsPerUser, ...given({ ...terms, ...places }) };
  return { ok: true, body: body as CreateShowtime };
}

/** The body of PATCH /showtimes/:id: what differs from `before`; null takes something away. */
export function updateBody(draft: ShowtimeDraft, before: ShowtimeDraft, timeZone: string): Made<UpdateShowtime> {
  const reader = new Reader(draft, timeZone);
  const now = reader.changeable();
  if (Object.keys(reader.faults).length > 0) return { ok: false, faults: reader.faults };
  const then = new Reader(before, timeZone).changeable();
  const changed = Object.entries(now).flatMap(([name, value]) => {
    const old = then[name as keyof typeof then];
    return JSON.stringify(value) === JSON.stringify(old) ? [] : [[name, value ?? null]];
  });
  return { ok: true, body: Object.fromEntries(changed) as UpdateShowtime };
}

const given = (parts: Record<string, unknown>) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
