import type { SeatLook } from "../../pages/seats/seat-store.ts";

type Status = SeatLook["status"];
export type Happening = "sold" | "held" | "freed" | "blocked" | "given back";

/** Seats that changed together. */
export interface HouseNews {
  key: number;
  atMs: number;
  what: Happening;
  /** Indexes in the plan. */
  seats: number[];
}

/** How many happenings are kept. */
export const newsMax = 60;

/** What became of each seat between two looks at the house, each kind of happening once. */
export function newsBetween(before: readonly Status[], after: readonly Status[]): Pick<HouseNews, "what" | "seats">[] {
  const found = new Map<Happening, number[]>();
  for (const [index, status] of after.entries()) {
    const old = before[index] ?? status;
    const what = old === status ? undefined : happeningOf(old, status);
    if (what === undefined) continue;
    const seats = found.get(what) ?? [];
    seats.push(index);
    found.set(what, seats);
  }
  return [...found].map(([what, seats]) => ({ what, seats }));
}

function happeningOf(before: Status, after: Status): Happening | undefined {
  if (after === "taken") return "sold";
  if (after === "held") return "held";
  if (after === "blocked") return "blocked";
  if (before === "taken") return "given back";
  return "freed";
}

export interface Occupancy {
  total: number;
  sold: number;
  held: number;
  blocked: number;
  free: number;
}

export function occupancyOf(statuses: readonly Status[]): Occupancy {
  const count = (status: Status) => statuses.filter((each) => each === status).length;
  const [sold, held, blocked] = [count("taken"), count("held"), count("blocked")];
  return { total: statuses.length, sold, held, blocked, free: statuses.length - sold - held - blocked };
}

/** How full each row is, from 0 to 1, by its key: sold seats of those that are for sale. */
export function heatOf(
  rows: readonly { key: string; seats: readonly { index: number }[] }[],
  statuses: readonly Status[],
): Map<string, number> {
  return new Map(
    rows.map(({ key, seats }) => {
      const forSale = seats.filter(({ index }) => statuses[index] !== "blocked");
      const sold = forSale.filter(({ index }) => statuses[index] === "taken").length;
      return [key, forSale.length === 0 ? 0 : sold / forSale.length];
    }),
  );
}
