import type { LedgerDigests } from "../../contracts/ledger-digest.ts";
import { digestPage, summaryOf } from "./digest.ts";
import { QueueAndDoor } from "./queue-and-door.ts";
import { unknownShowtime } from "./showtime-object.ts";

/** How long a page waits for what is on its way to D1 anyway. */
const tellingMs = 2000;

/** What is compared with D1, and told to it anew. */
export abstract class Reconciled extends QueueAndDoor {
  /** A page of what D1 must have by now; see `LedgerDigests`. SHOWTIME_NOT_FOUND. */
  async digest({ place, limit }: Parameters<LedgerDigests["digest"]>[0]): ReturnType<LedgerDigests["digest"]> {
    const show = await this.settled();
    if (show === null) return unknownShowtime;
    const { seq } = show.ledger;
    await show.projector.toldWithin(seq, tellingMs);
    // Decided and not yet on disk: the rows that are read below must be those of the ledger that is added up.
    await show.settle();
    const { told } = show.projector;
    const page = digestPage(this.ctx.storage.sql, show.ledger.terms.showtimeId, { place, limit, told });
    return { ok: true, summary: summaryOf(show.ledger, { told, late: told < seq }), ...page };
  }

  /** Those of these bookings that were never made here. SHOWTIME_NOT_FOUND. */
  async unknownBookings(ids: string[]): ReturnType<LedgerDigests["unknownBookings"]> {
    const show = await this.settled();
    return show === null ? unknownShowtime : { ok: true, ids: ids.filter((id) => !show.ledger.bookings.has(id)) };
  }

  /** Has D1 told everything anew; see `LedgerDigests`. SHOWTIME_NOT_FOUND. */
  async retell({ patienceMs }: Parameters<LedgerDigests["retell"]>[0]): ReturnType<LedgerDigests["retell"]> {
    const show = await this.settled();
    if (show === null) return unknownShowtime;
    const { seq } = show.ledger;
    show.retell();
    await show.projector.toldWithin(seq, patienceMs);
    return { ok: true, told: show.projector.told >= seq };
  }
}
