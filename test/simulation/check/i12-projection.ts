import type { History, ProjectedRow, Violation } from "../history.ts";
import { same } from "./i5-all-or-nothing.ts";
import { type Replayed, type Say, walk } from "./replay.ts";

/** I12: no row of the projection is ahead of the log, each is what the log says at its entry, and at rest each is the newest. */
export function projectionFollows({ shows, projection, bookedSeats, atRest }: History): Violation[] {
  if (projection === null) return [];
  const violations: Violation[] = [];
  for (const show of shows) {
    const { showtimeId } = show.terms;
    const rows = projection.filter((row) => row.showtimeId === showtimeId);
    const bySeq = Map.groupBy(rows, ({ seq }) => seq);
    const end = walk(
      show,
      { invariant: "I12", into: violations },
      () => {},
      (fact, state, say) => {
        for (const row of bySeq.get(fact.seq) ?? []) judgeRow(row, state, say);
        bySeq.delete(fact.seq);
      },
    );
    for (const [seq, ahead] of bySeq) {
      const sentence = `the row of ${ahead[0]?.id} tells of ${seq}, which is not in the log of ${end.seq}`;
      violations.push({ invariant: "I12", showtimeId, seq, sentence });
    }
    if (atRest) violations.push(...stale(showtimeId, rows, end, bookedSeats));
  }
  return violations;
}

function judgeRow(row: ProjectedRow, state: Replayed, say: Say): void {
  const wrong = (what: string) => say(`the row of ${row.id} says ${what}`);
  if (row.table === "bookings") {
    const booking = state.bookings.get(row.id);
    if (booking === undefined) {
      wrong("that there is such a booking");
      return;
    }
    if (booking.seq !== row.seq || booking.status !== row.status) wrong(`${row.status}, and it is ${booking.status} since ${booking.seq}`);
    if (!same([...booking.seats.keys()], row.seats)) wrong(`seats ${row.seats}, and it has ${[...booking.seats.keys()]}`);
    const [amount, refunded, transferred] = [booking.amount, booking.refunded, booking.transferred];
    if (amount !== row.amount || refunded !== row.refunded || transferred !== row.transferred) {
      wrong(`${row.amount}, ${row.refunded} back, ${row.transferred} gone; they are ${amount}, ${refunded}, ${transferred}`);
    }
  } else if (row.table === "reservations") {
    const hold = state.holds.get(row.id);
    if (hold === undefined) {
      wrong("that there is such a reservation");
      return;
    }
    if (hold.status !== row.status || hold.price !== row.price)
      wrong(`${row.status} for ${row.price}, and it is ${hold.status} for ${hold.price}`);
  } else if (state.places.get(row.id)?.status !== row.status) wrong(`${row.status}, and it is ${state.places.get(row.id)?.status}`);
}

function stale(showtimeId: string, rows: readonly ProjectedRow[], end: Replayed, bookedSeats: History["bookedSeats"]): Violation[] {
  const known = new Map(rows.map((row) => [row.id, row.seq]));
  const violations: Violation[] = [];
  const say = (seq: number, sentence: string) => violations.push({ invariant: "I12", showtimeId, seq, sentence });
  const things = [
    ...[...end.bookings.values()].map(({ id, seq }) => ({ id, seq })),
    ...[...end.holds.values()].map(({ token, seq }) => ({ id: token, seq })),
    ...[...end.places.values()].map(({ id, seq }) => ({ id, seq })),
  ];
  for (const { id, seq } of things)
    if (known.get(id) !== seq) say(seq, `at rest the row of ${id} tells of ${known.get(id)}, not of ${seq}`);
  if (bookedSeats === null) return violations;
  end.seats.forEach((seat, index) => {
    const booking = bookedSeats.get(`${showtimeId} ${index}`);
    const owner = seat.is === "BOOKED" ? seat.bookingId : undefined;
    if (booking !== owner) say(end.seq, `at rest the projection gives seat ${index} to ${booking}, and it is ${owner}'s`);
  });
  return violations;
}
