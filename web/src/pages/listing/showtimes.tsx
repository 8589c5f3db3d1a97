import { getRouteApi, Link } from "@tanstack/react-router";
import { CalendarX2 } from "lucide-react";
import type { Showtime } from "../../../../contracts/showtimes.ts";
import type { Domain } from "../../domains.ts";
import { dateKey, dayParts, longDay } from "../../time.ts";
import { ShowtimeRow } from "./showtime-row.tsx";

const route = getRouteApi("/$kind/$id");

interface ShowtimesProps {
  showtimes: Showtime[];
  domain: Domain;
}

/** A strip of days, and what runs on the chosen one. */
export function Showtimes({ showtimes, domain }: ShowtimesProps) {
  const search = route.useSearch();
  const days = new Map<string, Showtime[]>();
  for (const show of showtimes) {
    const key = dateKey(show.startsAt, show.timeZone);
    days.set(key, [...(days.get(key) ?? []), show]);
  }
  const chosen = search.day !== undefined && days.has(search.day) ? search.day : firstOpen(days);
  const running = chosen === undefined ? [] : (days.get(chosen) ?? []);
  const first = running[0];

  if (chosen === undefined || first === undefined) {
    return (
      <section className="grid justify-items-start gap-3">
        <CalendarX2 className="size-8 text-quiet" aria-hidden />
        <h2 className="text-lg">No dates on sale</h2>
        <p className="text-quiet">New dates appear here as soon as they are announced.</p>
        <Link to="/" className="font-medium text-accent-text underline underline-offset-4">
          See what else is on
        </Link>
      </section>
    );
  }
  return (
    <section aria-labelledby="dates">
      <h2 id="dates" className="mb-4 text-lg sm:text-xl">
        Choose a date
      </h2>
      <nav aria-label="Days" className="hide-scrollbar -mx-4 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:px-1">
        {[...days]
          .sort()
          .map(([key, [show, ...others]]) =>
            show === undefined ? null : (
              <Day key={key} date={key} show={show} on={key === chosen} called={[show, ...others].every(isCancelled)} />
            ),
          )}
      </nav>
      <h3 className="mt-8 mb-1 text-base font-semibold">{longDay(first.startsAt, first.timeZone)}</h3>
      <ul className="divide-y divide-line">
        {running.map((show) => (
          <ShowtimeRow key={show.id} show={show} domain={domain} />
        ))}
      </ul>
    </section>
  );
}

/** The day to begin with: the first that is not cancelled. */
function firstOpen(days: Map<string, Showtime[]>): string | undefined {
  const keys = [...days.keys()].sort();
  return keys.find((key) => !days.get(key)?.every(isCancelled)) ?? keys[0];
}

const isCancelled = (show: Showtime): boolean => show.status === "CANCELLED";

interface DayProps {
  date: string;
  show: Showtime;
  on: boolean;
  /** Everything on this day is cancelled. */
  called: boolean;
}

function Day({ date, show, on, called }: DayProps) {
  const { kind, id } = route.useParams();
  const { weekday, day, month } = dayParts(show.startsAt, show.timeZone);
  return (
    <Link
      to="/$kind/$id"
      params={{ kind, id }}
      search={{ day: date }}
      replace
      resetScroll={false}
      activeProps={{}}
      aria-current={on ? "date" : undefined}
      className={`tabular grid w-16 shrink-0 justify-items-center gap-0.5 rounded-card border py-2.5 transition-colors duration-150 ${
        on ? "border-ink bg-ink text-ground" : "border-line bg-raised hover:border-edge"
      }`}
    >
      <span className={`text-xs ${on ? "" : "text-quiet"}`}>{weekday}</span>
      <span className={`font-display text-lg leading-none font-bold ${called ? "line-through decoration-2" : ""}`}>{day}</span>
      <span className={`text-xs ${on ? "" : called ? "text-loss" : "text-quiet"}`}>{called ? "Cancelled" : month}</span>
    </Link>
  );
}
