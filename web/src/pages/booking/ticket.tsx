import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { Poster } from "../../parts/poster.tsx";
import { clock, longDay, zoneName } from "../../time.ts";
import { seatGroups } from "./seat-groups.ts";

/** The ticket as an object: poster edge, what and when, a perforation, and the stub with the seats. */
export function Ticket({ booking }: { booking: BookingWithShow }) {
  const { show } = booking;
  const gone = booking.status !== "CONFIRMED";
  return (
    <div className="drop-shadow-[0_16px_28px_rgb(20_10_30/0.22)] print:drop-shadow-none">
      <article
        aria-label="Ticket"
        className={`ticket grid bg-raised sm:grid-cols-[11.5rem_1fr_14rem] ${gone ? "opacity-70 grayscale" : ""}`}
      >
        <div className="relative h-36 overflow-hidden sm:h-auto">
          <Poster
            title={show?.title ?? "Marquee"}
            url={show?.posterUrl ?? null}
            eager
            className="w-full sm:absolute sm:inset-0 sm:aspect-auto sm:h-full max-sm:-mt-16"
          />
        </div>
        <div className="grid content-between gap-6 p-6 sm:p-8">
          {show === null ? (
            <h2 className="text-lg">Your booking</h2>
          ) : (
            <>
              <div>
                <h2 className="text-xl font-extrabold">{show.title}</h2>
                <p className="mt-2 text-quiet">
                  {show.venue}, {show.city}
                </p>
              </div>
              <dl className="tabular grid grid-cols-[auto_1fr] gap-x-8 gap-y-4">
                <div>
                  <dt className="text-xs text-quiet">Starts</dt>
                  <dd className="font-display text-xl font-bold">
                    <time dateTime={show.startsAt}>{clock(show.startsAt, show.timeZone)}</time>
                  </dd>
                  <dd className="text-xs text-quiet">{zoneName(show.startsAt, show.timeZone)}</dd>
                </div>
                <div>
                  <dt className="text-xs text-quiet">Date</dt>
                  <dd className="mt-0.5 leading-snug font-medium">{longDay(show.startsAt, show.timeZone)}</dd>
                </div>
              </dl>
            </>
          )}
          <p className="tabular text-sm">
            <span className="text-quiet">Booking </span>
            <b className="font-semibold select-all">{booking.bookingId}</b>
          </p>
        </div>
        <div className="ticket-stub flex flex-col justify-center gap-5 p-6 sm:p-7">
          {seatGroups(booking.seats).map((group) => (
            <div key={group.key}>
              <p className="text-xs text-quiet">{[group.section, group.tier].filter(Boolean).join(" · ")}</p>
              <div className="mt-1 flex items-end gap-6">
                {group.row === null ? null : (
                  <p>
                    <span className="block text-xs text-quiet">Row</span>
                    <b className="block font-display text-2xl leading-none font-extrabold">{group.row}</b>
                  </p>
                )}
                <p className="min-w-0">
                  <span className="block text-xs text-quiet">
                    {group.numbers.includes("–") || group.numbers.includes(",") ? "Seats" : "Seat"}
                  </span>
                  <b
                    className={`tabular block font-display leading-none font-extrabold ${group.numbers.length > 4 ? "text-xl" : "text-2xl whitespace-nowrap"}`}
                  >
                    {group.numbers}
                  </b>
                </p>
              </div>
            </div>
          ))}
          {gone ? (
            <p className="font-display text-lg font-bold text-loss">{booking.status === "CANCELLED" ? "Cancelled" : "Exchanged"}</p>
          ) : null}
        </div>
      </article>
    </div>
  );
}
