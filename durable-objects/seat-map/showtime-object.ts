import { DurableObject } from "cloudflare:workers";
import type { Refusal } from "../../contracts/ledger.ts";
import { LiveChannel } from "./live.ts";
import { Showtime } from "./showtime.ts";
import { type Loaded, SeatMapStorage } from "./storage.ts";
import { Tally } from "./tally.ts";

export const unknownShowtime: Refusal = { ok: false, code: "SHOWTIME_NOT_FOUND" };
export const unknownReservation: Refusal = { ok: false, code: "RESERVATION_NOT_FOUND" };
export const unknownBooking: Refusal = { ok: false, code: "BOOKING_NOT_FOUND" };

/** How long an answer waits for D1 before it is given anyway: what it says is true from the commit on. */
export const projectionPatienceMs = 250;

/**
 * What every method of a showtime's object works with. The methods are gathered by who calls them, each group a class that inherits those before it:
 * a Durable Object's face is one class. SQL is the truth, memory a cache of it.
 */
export abstract class ShowtimeObject extends DurableObject<Env> {
  protected readonly storage: SeatMapStorage;
  protected readonly live: LiveChannel;
  protected readonly tally: Tally;
  /** Null until the showtime is opened. */
  protected show: Showtime | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.storage = new SeatMapStorage(ctx.storage);
    this.live = new LiveChannel(ctx);
    this.tally = new Tally(ctx, env);
    const loaded = this.storage.load();
    if (loaded !== null) this.adopt(loaded);
  }

  protected adopt(loaded: Loaded): Showtime {
    this.show = new Showtime(this.ctx, this.env, this.storage, this.live, this.tally, loaded);
    this.tally.socketsChanged();
    return this.show;
  }

  /** The showtime once everything lapsed has ended and everything decided is on disk: what may be shown. */
  protected async settled(): Promise<Showtime | null> {
    await this.show?.settle();
    return this.show;
  }
}
