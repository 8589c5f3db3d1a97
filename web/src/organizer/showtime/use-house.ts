import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { SeatMapLayout } from "../../../../contracts/seats.ts";
import type { Domain } from "../../domains.ts";
import { LiveSeats, type LiveState } from "../../pages/seats/live-seats.ts";
import { planOf } from "../../pages/seats/plan.ts";
import { type SeatLook, SeatStore } from "../../pages/seats/seat-store.ts";
import { type HouseNews, newsBetween, newsMax } from "./house-changes.ts";

export interface LiveHouse {
  store: SeatStore;
  state: LiveState;
  /** In the order of the plan. */
  statuses: readonly SeatLook["status"][];
  /** The newest first. */
  news: readonly HouseNews[];
}

/** The house of a showtime as it is at every moment, and what has happened in it since the page was opened. */
export function useHouse(domain: Domain, layout: SeatMapLayout): LiveHouse {
  const store = useMemo(() => new SeatStore(planOf(layout), { memory: `${layout.showtimeId}:organizer` }), [layout]);
  const [state, setState] = useState<LiveState>("connecting");
  const [news, setNews] = useState<readonly HouseNews[]>([]);
  const key = useRef(0);
  useEffect(() => {
    const channel = new LiveSeats(domain, store, setState);
    let before: readonly SeatLook["status"][] | undefined;
    const stop = store.onChange(() => {
      if (store.version === -1) return;
      const after = store.plan.seats.map(({ index }) => store.look(index).status);
      const found = before === undefined ? [] : newsBetween(before, after);
      before = after;
      if (found.length === 0) return;
      const fresh = found.map((each) => ({ ...each, atMs: Date.now(), key: key.current++ }));
      setNews((old) => [...fresh, ...old].slice(0, newsMax));
    });
    channel.start();
    return () => {
      stop();
      channel.stop();
    };
  }, [domain, store]);
  const ticks = useSyncExternalStore(store.onChange, store.ticks);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tick is a change of the seats
  const statuses = useMemo(() => store.plan.seats.map(({ index }) => store.look(index).status), [store, ticks]);
  return { store, state, statuses, news };
}
