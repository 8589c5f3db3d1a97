import { useEffect, useMemo, useState } from "react";
import type { SeatMapLayout } from "../../../../contracts/seats.ts";
import type { Domain } from "../../domains.ts";
import { LiveSeats, type LiveState } from "./live-seats.ts";
import { type PlanSeat, planOf } from "./plan.ts";
import type { PriceTerms } from "./price-now.ts";
import { SeatStore } from "./seat-store.ts";

const repriceMs = 60_000;

export interface LiveStore {
  store: SeatStore;
  state: LiveState;
  reread: () => Promise<void>;
}

interface Exchanged {
  bookingId: string;
  seats: readonly { id: string; price: number }[];
}

/** The seats of a showtime and the channel that keeps them true for as long as the page is open. `exchanged`: the booking that is given for others. */
export function useSeatStore(
  domain: Domain,
  layout: SeatMapLayout,
  availability: Uint8Array | undefined,
  terms: PriceTerms,
  exchanged?: Exchanged,
): LiveStore {
  const [first] = useState({ availability, terms, exchanged });
  const store = useMemo(() => {
    const plan = planOf(layout);
    const { bookingId } = first.exchanged ?? {};
    const made = new SeatStore(plan, {
      prices: first.terms,
      ours: oursIn(plan.seats, first.exchanged),
      ...(bookingId === undefined ? {} : { memory: `${layout.showtimeId}:${bookingId}` }),
    });
    if (first.availability !== undefined) made.applySnapshot(first.availability, false);
    return made;
  }, [layout, first]);
  const [state, setState] = useState<LiveState>("connecting");
  const live = useMemo(() => ({ current: undefined as LiveSeats | undefined }), []);
  useEffect(() => {
    const channel = new LiveSeats(domain, store, setState);
    live.current = channel;
    channel.start();
    return () => channel.stop();
  }, [domain, store, live]);
  // Rules may hold from so many hours before the start on, whether or not somebody buys.
  useEffect(() => {
    const timer = setInterval(() => store.reprice(), repriceMs);
    return () => clearInterval(timer);
  }, [store]);
  return { store, state, reread: () => live.current?.reread() ?? Promise.resolve() };
}

function oursIn(seats: readonly PlanSeat[], exchanged: Exchanged | undefined): Map<number, number> {
  const paid = new Map((exchanged?.seats ?? []).map(({ id, price }) => [id, price]));
  const ours = new Map<number, number>();
  for (const { id, index } of seats) {
    const price = paid.get(id);
    if (price !== undefined) ours.set(index, price);
  }
  return ours;
}
