import type { ErrorCode } from "../../contracts/errors.ts";
import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import { type Geometry, geometryOf } from "./geometry.ts";
import type { Fact, HoldRow, Ledger } from "./ledger.ts";

export type Refused = { code: ErrorCode; details?: Record<string, unknown> };
/** A fact before it has its place in the order. */
export type Proposal = Fact extends infer Each ? (Each extends Fact ? Omit<Each, "seq" | "at"> : never) : never;

/** The ledger as it will be once the lapsed holds have ended. */
export class View {
  readonly ledger: Ledger;
  readonly #lapsed: Set<HoldRow>;

  constructor(ledger: Ledger, lapsed: HoldRow[]) {
    this.ledger = ledger;
    this.#lapsed = new Set(lapsed);
  }

  /** What the layout says of nearness, made when somebody first asks. */
  get geometry(): Geometry {
    const { ledger } = this;
    ledger.geometry ??= geometryOf(
      ledger.seats,
      ledger.terms.tiers.map(({ name }) => name),
    );
    return ledger.geometry;
  }

  statusOf(index: number): SeatCode {
    if (this.#lapsed.size === 0) return this.ledger.status[index] ?? seatCodes.BLOCKED;
    const token = this.ledger.owner[index];
    const hold = token === null || token === undefined ? undefined : this.ledger.holds.get(token);
    return hold !== undefined && this.#lapsed.has(hold) ? seatCodes.AVAILABLE : (this.ledger.status[index] ?? seatCodes.BLOCKED);
  }

  /** How many seats nobody holds, has bought or blocks. */
  get freeSeats(): number {
    let free = this.ledger.freeSeats;
    for (const hold of this.#lapsed) free += hold.seats.length;
    return free;
  }

  /** Places without numbers that the lapsed holds give back, by index. */
  get lapsedPlaces(): number[] {
    const places: number[] = [];
    for (const hold of this.#lapsed) for (const { index } of hold.seats) if (this.ledger.seats[index]?.general) places.push(index);
    return places;
  }

  isLapsed(hold: HoldRow): boolean {
    return this.#lapsed.has(hold);
  }

  seatsOf(userId: string): number {
    let seats = this.ledger.seatsOfUser.get(userId) ?? 0;
    for (const hold of this.#lapsed) if (hold.userId === userId) seats -= hold.seats.length;
    return seats;
  }
}
