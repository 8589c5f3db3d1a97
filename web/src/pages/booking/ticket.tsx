import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import type { HeldSeat } from "../../../../contracts/seats.ts";
import type { Ticket as SeatTicket } from "../../../../contracts/tickets.ts";
import { Poster } from "../../parts/poster.tsx";
import { placeOf, shortNumber } from "../../seat-place.ts";
import { clock, longDay, zoneName } from "../../time.ts";
import { QrCode } from "./qr-code.tsx";

interface TicketProps {
  booking: BookingWithShow;
  seat: HeldSeat;
  /** Undefined until it is known. */
  ticket: SeatTicket | undefined;
  /** `2 of 3`, where there are several. */
  turn?: string | undefined;
}

/** One seat's ticket as an object: poster edge, what and when, a perforation, and the stub with the seat and its code. */
export function Ticket({ booking, seat, ticket, turn }: TicketProps) {
  const { show } = booking;
  const gone = booking.status !== "CONFIRMED" || ticket?.status === "VOID";
  return (
    <div className="h-full rounded-[18px] shadow-[0_6px_20px_rgb(20_10_30/0.2)] print:break-inside-avoid print:shadow-none">
      <article
        aria-label={`Ticket for ${placeOf(seat, true)}`}
        className={`ticket grid h-full bg-raised md:grid-cols-[10rem_1fr_17rem] lg:grid-cols-[13.5rem_1fr_17rem] ${gone ? "opacity-70 grayscale" : ""}`}
      >
        <div className="relative h-28 overflow-hidden md:h-auto">
          <Poster
            title={show?.title ?? "Marquee"}
            url={show?.posterUrl ?? null}
            eager
            className="w-full md:absolute md:inset-0 md:aspect-auto md:h-full max-md:-mt-20 sm:max-md:-mt-40"
          />
        </div>
        <Body booking={booking} turn={turn} />
        <div className="ticket-stub flex flex-col items-center justify-center gap-4 p-5 md:p-6">
          <Seat seat={seat} />
          <Code ticket={ticket} seat={seat} gone={gone} />
        </div>
      </article>
    </div>
  );
}

function Body({ booking: { show, bookingId }, turn }: Pick<TicketProps, "booking" | "turn">) {
  return (
    <div className="grid content-between gap-5 p-5 md:p-7">
      {show === null ? (
        <h2 className="text-lg">Your booking</h2>
      ) : (
        <>
          <div>
            <h2 className="text-xl font-extrabold">{show.title}</h2>
            <p className="mt-1.5 text-quiet">
              {show.venue}, {show.city}
            </p>
          </div>
          <dl className="tabular flex flex-wrap gap-x-8 gap-y-3">
            <div>
              <dt className="text-xs text-quiet">Starts</dt>
              <dd className="font-display text-xl font-bold">
                <time dateTime={show.startsAt}>{clock(show.startsAt, show.timeZone)}</time>
              </dd>
              <dd className="text-xs text-quiet">{zoneName(show.startsAt, show.timeZone)}</dd>
            </div>
            <div className="min-w-28 flex-1">
              <dt className="text-xs text-quiet">Date</dt>
              <dd className="mt-0.5 leading-snug font-medium">{longDay(show.startsAt, show.timeZone)}</dd>
            </div>
          </dl>
        </>
      )}
      <p className="tabular flex flex-wrap justify-between gap-x-4 text-sm">
        <span>
          <span className="text-quiet">Booking </span>
          <b className="font-semibold select-all">{bookingId}</b>
        </span>
        {turn === undefined ? null : <span className="text-quiet">{turn}</span>}
      </p>
    </div>
  );
}

function Seat({ seat }: { seat: HeldSeat }) {
  const number = shortNumber(seat);
  const general = seat.row === null && placeOf(seat) === seat.section;
  return (
    <div className="w-full">
      <p className="text-xs text-quiet">{[seat.section, seat.tier].filter(Boolean).join(" · ")}</p>
      {general ? (
        <p className="mt-1 font-display text-xl leading-none font-extrabold">Any place</p>
      ) : (
        <div className="mt-1 flex items-end gap-6">
          {seat.row === null ? null : <Large label="Row" text={seat.row} />}
          <Large label="Seat" text={number} />
        </div>
      )}
    </div>
  );
}

function Large({ label, text }: { label: string; text: string }) {
  return (
    <p className="min-w-0">
      <span className="block text-xs text-quiet">{label}</span>
      <b className={`tabular block font-display leading-none font-extrabold ${text.length > 4 ? "text-xl" : "text-2xl"}`}>{text}</b>
    </p>
  );
}

function Code({ ticket, seat, gone }: Pick<TicketProps, "ticket" | "seat"> & { gone: boolean }) {
  const side = "w-full max-w-72 md:max-w-56";
  if (gone) return <p className="w-full font-display text-lg font-bold text-loss">Not valid any more</p>;
  if (ticket === undefined) return <div className={`skeleton aspect-square ${side}`} />;
  const used = ticket.status === "USED";
  return (
    <div className={`relative ${side}`}>
      <QrCode text={ticket.token} label={`QR code for ${placeOf(seat, true)}`} className={`block w-full ${used ? "opacity-20" : ""}`} />
      {used ? (
        <p className="absolute inset-0 grid place-content-center justify-items-center text-center">
          <b className="rounded-control bg-ink px-3 py-1 font-display text-lg font-bold text-ground">Used</b>
        </p>
      ) : null}
    </div>
  );
}
