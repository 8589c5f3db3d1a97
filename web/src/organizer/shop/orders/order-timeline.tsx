import type { OrderEvent } from "../../../../../contracts/orders.ts";
import { dayAndClock } from "../../../time.ts";
import { happeningWords } from "./order-words.ts";

const actors: Record<string, string> = { user: "the buyer", server: "the seller" };

/** What happened to an order, the newest first. */
export function OrderTimeline({ timeline }: { timeline: readonly OrderEvent[] }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <ol aria-label="What happened" className="grid">
      {[...timeline].reverse().map(({ at, type, actor, details }, place) => (
        <li
          key={`${at} ${type} ${JSON.stringify(details)}`}
          className="relative grid gap-0.5 border-l border-line pb-4 pl-5 last:border-transparent last:pb-0"
        >
          <span
            className={`absolute top-1.5 -left-[5px] size-2.5 rounded-full ${place === 0 ? "bg-accent" : "border border-edge bg-ground"}`}
            aria-hidden="true"
          />
          <p className="text-sm font-medium">
            {happeningWords(type)}
            {typeof details.reason === "string" && details.reason !== "" ? <span className="font-normal">: “{details.reason}”</span> : null}
          </p>
          <p className="tabular text-xs text-quiet">
            <time dateTime={at}>{dayAndClock(at, zone)}</time>
            {(actors[actor] ?? "") === "" ? "" : `, by ${actors[actor]}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
