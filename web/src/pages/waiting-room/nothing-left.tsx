import { Link } from "@tanstack/react-router";
import { Armchair, CalendarOff } from "lucide-react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { QueuePlace } from "../../../../contracts/waiting-room.ts";
import { domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { WaitlistCard } from "../waitlist/waitlist-card.tsx";
import { count } from "./queue-words.ts";

/** Nothing is left to choose. Who stays on the page keeps their place, and who leaves can be told. */
export function SoldOut({ show, place }: { show: ShowtimeWithListing; place: QueuePlace }) {
  return (
    <section aria-label="Your place" className="grid gap-6">
      <div role="status" className="grid justify-items-center gap-2 text-center">
        <Armchair className="size-9 text-quiet" aria-hidden />
        <h2 className="text-xl">Sold out</h2>
        <p className="tabular max-w-md text-quiet">
          {place.position === null ? "" : `You stand at number ${count(place.position)}. `}
          You keep your place: if seats come back, the queue goes on.
        </p>
      </div>
      <WaitlistCard show={show} quantity={undefined} tier={undefined} numbered={show.seatsTotal > show.capacity} />
      <OtherDates show={show} />
    </section>
  );
}

/** The sale has ended for this date. */
export function SaleOver({ show }: { show: ShowtimeWithListing }) {
  return (
    <section aria-label="Your place" className="grid justify-items-center gap-3 text-center">
      <CalendarOff className="size-9 text-quiet" aria-hidden />
      <h2 className="text-xl">This sale is over</h2>
      <p role="status" className="max-w-md text-quiet">
        No more seats are sold for this date.
      </p>
      <OtherDates show={show} />
    </section>
  );
}

function OtherDates({ show: { listing } }: { show: ShowtimeWithListing }) {
  return (
    <Link
      to="/$kind/$id"
      params={{ kind: domainWords[listing.domain].kind, id: listing.id }}
      className={buttonStyle("plain", "medium", "justify-self-center")}
    >
      See other dates
    </Link>
  );
}
