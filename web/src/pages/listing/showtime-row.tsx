import { Link } from "@tanstack/react-router";
import type { Showtime } from "../../../../contracts/showtimes.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { priceRange } from "../../money.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { SeatsLeft } from "../../parts/seats-left.tsx";
import { clock, dayAndClock, zoneName } from "../../time.ts";

/** One showtime: when, where, how full, how much. The whole row leads to the seats. */
export function ShowtimeRow({ show, domain }: { show: Showtime; domain: Domain }) {
  const opensLater = show.saleOpensAt !== null && Date.parse(show.saleOpensAt) > Date.now();
  const soldOut = show.seatsLeft === 0 && show.seatsTotal > 0;
  const cancelled = show.status === "CANCELLED";
  return (
    <li className="group relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 py-4 sm:grid-cols-[8rem_1fr_auto_auto] sm:gap-x-6">
      <div className="tabular">
        <span className={`font-display text-lg font-bold ${cancelled ? "text-quiet line-through" : ""}`}>
          {clock(show.startsAt, show.timeZone)}
        </span>{" "}
        <span className="text-xs text-quiet">{zoneName(show.startsAt, show.timeZone)}</span>
      </div>
      <div className="min-w-0 max-sm:col-start-1">
        <p className="truncate font-medium">{show.venue.name}</p>
        <p className="truncate text-sm text-quiet">{show.venue.city}</p>
      </div>
      <div
        className={`tabular w-36 text-sm max-sm:col-start-1 max-sm:w-full max-sm:max-w-44 ${cancelled ? "invisible max-sm:hidden" : ""}`}
      >
        <p className="flex justify-between gap-2">
          <b className="font-semibold">{priceRange(show.priceFrom, show.priceTo, show.currency)}</b>
          <SeatsLeft.Words left={show.seatsLeft} total={show.seatsTotal} />
        </p>
        <SeatsLeft.Bar left={show.seatsLeft} total={show.seatsTotal} />
      </div>
      {cancelled ? (
        <p className="text-right text-sm font-medium text-loss max-sm:col-start-2 max-sm:row-span-3 max-sm:row-start-1">Cancelled</p>
      ) : opensLater && show.saleOpensAt !== null && show.waitingRoom === null ? (
        <p className="max-w-32 text-right text-sm text-quiet max-sm:col-start-2 max-sm:row-span-3 max-sm:row-start-1">
          On sale {dayAndClock(show.saleOpensAt, show.timeZone)}
        </p>
      ) : (
        <Link
          to="/showtimes/$id"
          params={{ id: show.id }}
          search={{ d: domainWords[domain].param }}
          className={buttonStyle(
            soldOut ? "plain" : "primary",
            "medium",
            "after:absolute after:inset-0 max-sm:col-start-2 max-sm:row-span-3 max-sm:row-start-1",
          )}
        >
          {soldOut ? "Join the waitlist" : show.waitingRoom === null ? "Choose seats" : "Waiting room"}
        </Link>
      )}
    </li>
  );
}
