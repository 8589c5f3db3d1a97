import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { domainWords } from "../../domains.ts";
import { ringSeconds } from "../../hold.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { buttonStyle } from "../../parts/button-style.ts";
import { CountdownRing } from "../../parts/countdown-ring.tsx";
import { priceReason } from "../../price-words.ts";
import { placeOf, sideWords } from "../../seat-place.ts";
import { useSecondsLeft } from "../../use-seconds-left.ts";
import { seats as seatWords } from "../../words.ts";
import { IntoCart } from "./into-cart.tsx";
import type { Held, HoldFlow } from "./use-hold.ts";

interface HeldPanelProps {
  held: Held;
  show: ShowtimeWithListing;
  flow: HoldFlow;
}

/** The seats are held: how long still, and on to paying. */
export function HeldPanel({ held, show, flow }: HeldPanelProps) {
  const left = useSecondsLeft(held.expiresAt);
  const { end } = flow;
  const offered = Boolean(held.waitlistId);
  const reason = priceReason(held.pricing, show);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end comes once, with the last second
  useEffect(() => {
    if (left === 0) end();
  }, [left]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-4 px-4 pt-4 sm:px-6 lg:flex-col lg:pt-8">
        <CountdownRing seconds={left} of={ringSeconds(held, show.holdSeconds)} />
        <div className="lg:text-center">
          <h2 className="text-lg">
            {left <= 30
              ? "Half a minute left"
              : offered
                ? `${seatWords(held.seats.length)} came free for you`
                : `${seatWords(held.seats.length)} held for you`}
          </h2>
          <p className="text-sm text-quiet">
            {left > 30 ? "Nobody else can take them until the ring closes." : "Pay now, or they go back on sale."}
          </p>
        </div>
      </div>
      <ul className="min-h-0 flex-1 divide-y divide-line overflow-y-auto px-4 pt-2 max-lg:max-h-36 sm:px-6 lg:pt-6">
        {held.seats.map((seat) => (
          <li key={seat.id} className="flex justify-between gap-3 py-2.5">
            <span className="min-w-0">
              <span className="block truncate font-medium">{placeOf(seat)}</span>
              <span className="block truncate text-sm text-quiet">{sideWords(seat)}</span>
            </span>
            <span className="tabular font-medium">{money(seat.price, held.currency)}</span>
          </li>
        ))}
      </ul>
      {reason === "" ? null : <p className="tabular px-4 pt-1 text-xs text-quiet sm:px-6">{reason}</p>}
      <div className="grid shrink-0 gap-2 px-4 pt-3 pb-4 sm:px-6 lg:border-t lg:border-line lg:pt-4 lg:pb-6">
        <Link
          to="/pay/$token"
          params={{ token: held.reservationToken }}
          search={{ d: domainWords[show.listing.domain].param }}
          className={buttonStyle("primary", "large", "tabular w-full")}
        >
          {held.price === 0 ? "Confirm" : `Go to pay ${money(held.price, held.currency)}`}
        </Link>
        <IntoCart domain={show.listing.domain} token={held.reservationToken} />
        <Button variant="ghost" isPending={flow.busy} onPress={flow.change}>
          {offered ? "Give them to the next" : "Change seats"}
        </Button>
      </div>
    </div>
  );
}
