import { Ticket } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { priceReason } from "../../price-words.ts";
import { sideWords } from "../../seat-place.ts";
import { WaitlistCard } from "../waitlist/waitlist-card.tsx";
import { HeldPanel } from "./held-panel.tsx";
import { HoldEnded } from "./hold-ended.tsx";
import { leftWords } from "./places-card.tsx";
import type { SeatStore } from "./seat-store.ts";
import { SeatsHead } from "./seats-head.tsx";
import { Stepper } from "./stepper.tsx";
import { TrayNotices } from "./tray-notices.tsx";
import { type HoldFlow, useHold } from "./use-hold.ts";
import type { LiveStore } from "./use-seat-store.ts";

/** A showtime without numbered seats: how many, and that is all. */
export function PlacesOnly({ show, live }: { show: ShowtimeWithListing; live: LiveStore }) {
  const { store, state } = live;
  const flow = useHold(show, live);
  const [count, setCount] = useState(2);
  useSyncExternalStore(store.onChange, store.ticks);
  const free = store.freeCount(store.plan.places);
  const tooFew = free < count || flow.unmet !== undefined;
  return (
    <div className="flex h-full flex-col">
      <SeatsHead show={show} state={state} />
      <div className="seat-stage min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-md gap-4 px-4 py-8 sm:py-14">
          <div className="overflow-hidden rounded-card border border-line bg-raised">
            {flow.now.step === "held" ? (
              <HeldPanel held={flow.now.held} show={show} flow={flow} />
            ) : (
              <>
                <TrayNotices notice={undefined} flow={flow} />
                {flow.now.step === "ended" ? <HoldEnded flow={flow} store={store} indexes={flow.now.indexes} /> : null}
                <PlacesForm show={show} store={store} flow={flow} free={free} count={count} change={setCount} />
              </>
            )}
          </div>
          {flow.now.step !== "held" && tooFew ? (
            <WaitlistCard key={count} show={show} quantity={count} tier={undefined} numbered={false} />
          ) : null}
        </div>
      </div>
    </div>
  );
}

interface PlacesFormProps {
  show: ShowtimeWithListing;
  store: SeatStore;
  flow: HoldFlow;
  free: number;
  count: number;
  change: (count: number) => void;
}

function PlacesForm({ show, store, flow, free, count, change }: PlacesFormProps) {
  const { places, currency } = store.plan;
  const [place] = places;
  if (place === undefined) return null;
  const price = store.priceOf(place);
  const reason = priceReason(store.change, show);
  const wanted = Math.min(count, free);
  return (
    <div className="grid gap-6 p-5 sm:p-7">
      <div className="flex items-start gap-4">
        <Ticket className="mt-1 size-6 shrink-0 text-quiet" aria-hidden />
        <div>
          <h2 className="text-lg">General admission</h2>
          <p className="tabular text-quiet">{[sideWords(place), leftWords(free)].filter(Boolean).join(" · ")}</p>
        </div>
      </div>
      {free === 0 ? null : (
        <>
          <div className="flex items-center justify-between gap-4">
            <Stepper label="How many places" value={count} least={1} most={show.maxSeatsPerUser} change={change} />
            <p className="tabular text-right">
              <b className="block font-display text-xl font-bold">{money(price * wanted, currency)}</b>
              <span className="text-sm text-quiet">{wanted > 1 ? `${money(price, currency)} each, no fees` : "No fees added"}</span>
            </p>
          </div>
          {reason === "" ? null : <p className="tabular text-sm text-quiet">{reason}</p>}
          <p role="status" className="text-sm text-quiet empty:hidden">
            {wanted < count || flow.unmet !== undefined ? `Only ${free} left. Take what there is, or wait for ${count}.` : ""}
          </p>
          <Button variant="primary" size="large" isPending={flow.busy} onPress={() => void flow.best({ quantity: wanted })}>
            {flow.busy ? "Holding…" : `Hold ${wanted === 1 ? "1 place" : `${wanted} places`}`}
          </Button>
        </>
      )}
    </div>
  );
}
