import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { forgetHold, type Hold } from "../hold.ts";
import { minutesAndSeconds } from "../time.ts";
import { useSecondsLeft } from "../use-seconds-left.ts";
import { seats } from "../words.ts";
import { toast } from "./toast.ts";

/** How long the seats of this tab are still held, and the way to pay for them. */
export function HoldCountdown({ hold }: { hold: Hold }) {
  const left = useSecondsLeft(hold.expiresAt);
  useEffect(() => {
    if (left > 0) return;
    forgetHold(hold.token);
    toast({ title: "Your hold ended", body: `The seats for ${hold.title} are free again.` });
  }, [left, hold]);
  if (left === 0) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 flex justify-center px-4 sm:bottom-6">
      <Link
        to="/pay/$token"
        params={{ token: hold.token }}
        search={{ d: hold.d }}
        className="rise pointer-events-auto flex max-w-full items-center gap-3 rounded-full border border-line bg-raised py-2 pr-2 pl-5 text-sm shadow-(--float)"
      >
        <span className="truncate">
          {seats(hold.seatCount)} held for <b className="font-semibold">{hold.title}</b>
        </span>
        <span className="tabular shrink-0 rounded-full bg-accent px-3 py-1 font-semibold whitespace-nowrap text-on-accent">
          Pay · {minutesAndSeconds(left)}
        </span>
      </Link>
    </div>
  );
}
