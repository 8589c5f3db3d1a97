import type { Tier, UpdateShowtime } from "../../contracts/showtimes.ts";
import { invalid } from "./invalid.ts";
import type { ShowtimeRow } from "./tables.ts";

/** What of a showtime's row a change may touch. */
export type ChangedColumns = Partial<
  Pick<
    ShowtimeRow,
    | "startsAt"
    | "tiers"
    | "priceFrom"
    | "priceTo"
    | "holdSeconds"
    | "maxSeatsPerUser"
    | "lonelySeats"
    | "saleOpensAt"
    | "saleClosesAt"
    | "checkInOpensAt"
    | "pricingRules"
    | "priceFloor"
    | "priceCeiling"
    | "cancellationPolicy"
    | "waitingRoom"
  >
>;

/** The columns that a change asks for, judged beside those that stay. Throws VALIDATION_FAILED where they do not fit together. */
export function changedShowtime(before: ShowtimeRow, changes: UpdateShowtime, nowMs: number): ChangedColumns {
  const { startsAt, tiers, saleOpensAt, saleClosesAt, checkInOpensAt, pricingRules, ...plain } = changes;
  const columns: ChangedColumns = {
    ...definedIn(plain),
    ...(startsAt !== undefined && { startsAt: Date.parse(startsAt) }),
    ...(saleOpensAt !== undefined && { saleOpensAt: momentOf(saleOpensAt) }),
    ...(checkInOpensAt !== undefined && { checkInOpensAt: momentOf(checkInOpensAt) }),
    ...(tiers !== undefined && pricesOf(before.tiers, tiers)),
    ...(pricingRules !== undefined && { pricingRules: pricingRules ?? [] }),
  };
  const closes = closingTime(before, columns.startsAt ?? before.startsAt, saleClosesAt);
  if (closes !== before.saleClosesAt) columns.saleClosesAt = closes;
  judge({ ...before, ...columns }, columns, nowMs);
  return columns;
}

const momentOf = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** Left out: as it was, and a sale that closed with the start goes on to do so. Null: with the start. */
function closingTime(before: ShowtimeRow, startsAt: number, saleClosesAt: string | null | undefined): number {
  if (saleClosesAt === undefined) return before.saleClosesAt === before.startsAt ? startsAt : before.saleClosesAt;
  return momentOf(saleClosesAt) ?? startsAt;
}

/** Seats belong to their tiers by name, so the names stay. */
function pricesOf(before: readonly Tier[], tiers: readonly Tier[]): Pick<ShowtimeRow, "tiers" | "priceFrom" | "priceTo"> {
  const names = (all: readonly Tier[]) => all.map(({ name }) => name).sort();
  if (JSON.stringify(names(before)) !== JSON.stringify(names(tiers)))
    throw invalid("tiers", `must be the tiers that there are: ${before.map(({ name }) => name).join(", ")}`);
  const priceOf = new Map(tiers.map(({ name, price }) => [name, price]));
  const prices = tiers.map(({ price }) => price);
  return {
    // The first tier stays the default of seats that name none, in whichever order they were sent.
    tiers: before.map((tier) => ({ ...tier, price: priceOf.get(tier.name) ?? tier.price })),
    priceFrom: Math.min(...prices),
    priceTo: Math.max(...prices),
  };
}

function judge(after: ShowtimeRow, { startsAt }: ChangedColumns, nowMs: number): void {
  if (startsAt !== undefined && startsAt <= nowMs) throw invalid("startsAt", "must lie in the future");
  if (after.saleOpensAt !== null && after.saleOpensAt >= after.saleClosesAt) throw invalid("saleOpensAt", "must be before the sale closes");
  if (after.priceFloor !== null && after.priceCeiling !== null && after.priceFloor > after.priceCeiling)
    throw invalid("priceFloor", "must not be above priceCeiling");
}

/** The fields that were sent: with exact optional fields undefined is not a value. */
const definedIn = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
