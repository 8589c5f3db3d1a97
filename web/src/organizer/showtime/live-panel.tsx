import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { SeatMapLayout } from "../../../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { seatNames } from "../../pages/seats/seat-words.ts";
import { doorListQuery, gateCountsQuery, salesQuery } from "../api/organizer-queries.ts";
import { BlockBar } from "./block-bar.tsx";
import { type HouseNews, occupancyOf } from "./house-changes.ts";
import { HouseMap, type MapMode } from "./house-map.tsx";
import { Ledge } from "./ledge.tsx";
import { type LiveHouse, useHouse } from "./use-house.ts";

const stateWords = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" } as const;
const newsShown = 14;
/** D1 hears of a sale a moment after the house. */
const salesLagMs = 1200;

/** The house at this moment, what just happened in it, and seats to block. */
export function LivePanel({ show, layout }: { show: ShowtimeWithListing; layout: SeatMapLayout }) {
  const { domain } = show.listing;
  const house = useHouse(domain, layout);
  const [mode, setMode] = useState<MapMode>("seats");
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  useFreshSales(show, house);
  return (
    <section aria-labelledby="house" className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="house" className="text-lg">
          The house
        </h2>
        <div className="flex items-center gap-4">
          <p role="status" className="flex items-center gap-2 text-sm text-quiet">
            <span
              aria-hidden="true"
              className={`size-2 rounded-full ${house.state === "live" ? "bg-good" : "animate-pulse border border-edge"}`}
            />
            {stateWords[house.state]}
          </p>
          <ToggleButtonGroup
            aria-label="What the map shows"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[mode]}
            onSelectionChange={(keys) => setMode(keys.has("heat") ? "heat" : "seats")}
            className="flex overflow-hidden rounded-control border border-line"
          >
            {(["seats", "heat"] as const).map((each) => (
              <ToggleButton
                key={each}
                id={each}
                className="h-8 px-3 text-sm font-medium text-quiet data-[selected]:bg-accent-wash data-[selected]:text-ink"
              >
                {each === "seats" ? "Seats" : "Heat"}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </div>
      </div>
      <Ledge occupancy={occupancyOf(house.statuses)} />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="seat-stage relative h-[26rem] overflow-hidden rounded-card border border-line sm:h-[34rem]">
          <HouseMap house={house} domain={domain} mode={mode} picked={picked} onPick={setPicked} />
          <BlockBar show={show} house={house} picked={picked} letGo={() => setPicked(new Set())} />
        </div>
        <Feed house={house} />
      </div>
    </section>
  );
}

/** Sales and door lists are read from D1: asks again after something was sold or given back. */
function useFreshSales(show: ShowtimeWithListing, { news }: LiveHouse): void {
  const queryClient = useQueryClient();
  const [newest] = news;
  const moves = newest?.what === "sold" || newest?.what === "given back" ? newest.key : undefined;
  useEffect(() => {
    if (moves === undefined) return;
    const timer = setTimeout(() => {
      const queries = [salesQuery, gateCountsQuery, doorListQuery].map((query) => query(show.listing.domain, show.id).queryKey);
      for (const queryKey of queries) void queryClient.invalidateQueries({ queryKey });
    }, salesLagMs);
    return () => clearTimeout(timer);
  }, [moves, queryClient, show.id, show.listing.domain]);
}

function Feed({ house }: { house: LiveHouse }) {
  return (
    <section aria-labelledby="feed" className="grid content-start gap-2 rounded-card border border-line p-4">
      <h3 id="feed" className="text-sm">
        Just now
      </h3>
      {house.news.length === 0 ? (
        <p className="text-sm text-quiet">Nothing yet since you opened this page.</p>
      ) : (
        <ol className="grid gap-1.5" aria-live="polite">
          {house.news.slice(0, newsShown).map((each) => (
            <li key={each.key} className="rise flex items-baseline justify-between gap-3 text-sm">
              <span className="min-w-0">
                <span className="font-medium">{namesIn(house, each)}</span> <span className="text-quiet">{each.what}</span>
              </span>
              <time className="tabular shrink-0 text-xs text-quiet">
                {new Date(each.atMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" })}
              </time>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const namedMost = 6;

function namesIn(house: LiveHouse, { seats }: HouseNews): string {
  const found = seats.flatMap((index) => house.store.plan.seats[index] ?? []);
  const [first] = found;
  if (found.length > namedMost) return `${found.length} seats`;
  return first?.general ? (found.length === 1 ? "A place" : `${found.length} places`) : seatNames(found);
}
