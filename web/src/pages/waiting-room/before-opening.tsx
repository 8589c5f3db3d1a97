import { Dices, Users } from "lucide-react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { QueuePlace } from "../../../../contracts/waiting-room.ts";
import { dayAndClock, foreignZoneName } from "../../time.ts";
import { useSecondsLeft } from "../../use-seconds-left.ts";
import { countdown, here } from "./queue-words.ts";

/** Said aloud only here: a screen reader that speaks every second says nothing. */
const spokenAt = [600, 300, 60, 30, 10];

/** Until the opening: how long it takes, and why nobody need hurry. */
export function BeforeOpening({ show, place }: { show: ShowtimeWithListing; place: QueuePlace }) {
  const opensAt = place.opensAt ?? new Date().toISOString();
  const left = useSecondsLeft(opensAt);
  const spoken = spokenAt.findLast((each) => each >= left);
  return (
    <section aria-label="Your place" className="grid justify-items-center gap-6 text-center">
      <div className="grid gap-1">
        <h2 className="text-xl">{left === 0 ? "The places are being drawn" : "You are in. The sale opens in"}</h2>
        {left === 0 ? null : (
          <p className="tabular text-quiet">
            {dayAndClock(opensAt, show.timeZone)} {foreignZoneName(opensAt, show.timeZone)}
          </p>
        )}
      </div>
      {left === 0 ? <Drawing /> : <Countdown seconds={left} />}
      <p className="flex items-center gap-2 font-medium">
        <Users className="size-5 text-quiet" aria-hidden />
        <span className="tabular">{here(place.waiting)}</span>
      </p>
      <div className="flex max-w-md gap-3 rounded-card border border-line bg-raised p-4 text-left">
        <Dices className="mt-0.5 size-5 shrink-0 text-quiet" aria-hidden />
        <p className="text-sm text-quiet">
          <b className="font-semibold text-ink">Everybody who is here at the opening is drawn at random.</b> It does not matter who came
          first. Keep this page open; a reload loses nothing.
        </p>
      </div>
      <p role="status" className="sr-only">
        {left === 0 ? "The places are being drawn" : spoken !== undefined && left > spoken - 2 ? `The sale opens in ${spoken} seconds` : ""}
      </p>
    </section>
  );
}

function Countdown({ seconds }: { seconds: number }) {
  return (
    <div role="timer" aria-label="Until the sale opens" className="flex items-start justify-center gap-2 sm:gap-4">
      {countdown(seconds).map(({ value, unit }) => (
        <span
          key={unit.replace(/s$/, "")}
          className="grid min-w-16 gap-1 rounded-card border border-line bg-raised px-2 py-3 sm:min-w-24 sm:py-5"
        >
          <b className="tabular font-display text-2xl leading-none font-bold sm:text-3xl">{value}</b>
          <span className="text-xs text-quiet sm:text-sm">{unit}</span>
        </span>
      ))}
    </div>
  );
}

function Drawing() {
  return (
    <div aria-hidden="true" className="flex h-20 items-center gap-3">
      {[0, 150, 300].map((delay) => (
        <span key={delay} className="size-3 animate-pulse rounded-full bg-accent" style={{ animationDelay: `${delay}ms` }} />
      ))}
    </div>
  );
}
