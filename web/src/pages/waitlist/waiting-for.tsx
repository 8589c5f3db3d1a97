import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { OwnEntry } from "../../api/after-sale-queries.ts";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { buttonStyle } from "../../parts/button-style.ts";
import { CountdownRing } from "../../parts/countdown-ring.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { useSecondsLeft } from "../../use-seconds-left.ts";
import { noteWaiting } from "../../waiting.ts";
import { seats } from "../../words.ts";
import { useLeave } from "./use-waitlist.ts";

const offerSeconds = 600;

/** One thing that somebody waits for: how far they have come, or the seats that came free. */
export function WaitingFor({ own }: { own: OwnEntry }) {
  // An entry that was made on another device is one to look after here too.
  useEffect(() => noteWaiting(), []);
  const { entry } = own;
  return entry.status === "OFFERED" && entry.offerExpiresAt !== null && entry.reservationToken !== null ? (
    <Offered own={own} token={entry.reservationToken} until={entry.offerExpiresAt} />
  ) : (
    <Waiting own={own} />
  );
}

/** `2 seats, Premium, side by side` */
export function wishWords({ entry: { quantity, tier, adjacent } }: OwnEntry): string {
  return [seats(quantity), tier, adjacent && quantity > 1 ? "side by side" : null].filter(Boolean).join(", ");
}

function Waiting({ own }: { own: OwnEntry }) {
  const leave = useLeave(own);
  const { position } = own.entry;
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-4">
        <p className="tabular grid min-w-14 justify-items-center rounded-control bg-stage px-3 py-2">
          <span className="text-xs text-quiet">Place</span>
          <b className="font-display text-xl leading-none font-bold">{position ?? "–"}</b>
        </p>
        <div role="status" className="min-w-0 flex-1">
          <p className="font-semibold">{position === 1 ? "You are next" : "You are on the waitlist"}</p>
          <p className="text-sm text-quiet">{wishWords(own)}. We mail you when they come free.</p>
        </div>
      </div>
      <FormFailure error={leave.error} />
      <Button variant="ghost" size="small" className="justify-self-start" isPending={leave.isPending} onPress={() => leave.mutate()}>
        {leave.isPending ? "Leaving…" : "Leave the waitlist"}
      </Button>
    </div>
  );
}

function Offered({ own, token, until }: { own: OwnEntry; token: string; until: string }) {
  const left = useSecondsLeft(until);
  const leave = useLeave(own);
  if (left === 0) return <p role="status">These seats went to the next in the queue. Join again if you still want some.</p>;
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-4">
        <CountdownRing seconds={left} of={offerSeconds} small />
        <div role="status" className="min-w-0 flex-1">
          <p className="font-semibold">{seats(own.entry.quantity)} came free for you</p>
          <p className="text-sm text-quiet">Held in your name until the ring closes, then the next in the queue gets them.</p>
        </div>
      </div>
      <FormFailure error={leave.error} />
      <div className="flex flex-wrap gap-2">
        <Link
          to="/pay/$token"
          params={{ token }}
          search={{ d: domainWords[own.domain].param }}
          className={buttonStyle("primary", "medium", "flex-1")}
        >
          Pay
        </Link>
        <Button variant="ghost" isPending={leave.isPending} onPress={() => leave.mutate()}>
          {leave.isPending ? "Giving them on…" : "No, thanks"}
        </Button>
      </div>
    </div>
  );
}
