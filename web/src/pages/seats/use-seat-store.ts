import { useEffect, useMemo, useState } from "react";
import type { SeatMapLayout } from "../../../../contracts/seats.ts";
import type { Domain } from "../../domains.ts";
import { LiveSeats, type LiveState } from "./live-seats.ts";
import { planOf } from "./plan.ts";
import { SeatStore } from "./seat-store.ts";

export interface LiveStore {
  store: SeatStore;
  state: LiveState;
  reread: () => Promise<void>;
}

/** The seats of a showtime and the channel that keeps them true for as long as the page is open. */
export function useSeatStore(domain: Domain, layout: SeatMapLayout, availability: Uint8Array | undefined): LiveStore {
  const [first] = useState(availability);
  const store = useMemo(() => {
    const made = new SeatStore(planOf(layout));
    if (first !== undefined) made.applySnapshot(first, false);
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
  return { store, state, reread: () => live.current?.reread() ?? Promise.resolve() };
}
