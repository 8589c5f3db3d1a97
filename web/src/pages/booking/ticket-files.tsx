import { CalendarPlus, FileDown, Printer } from "lucide-react";
import { useState } from "react";
import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { openOwnFile } from "../../api/ticket-queries.ts";
import type { Domain } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";

/** What of a booking can be taken along: a calendar entry, a file, paper. */
export function TicketFiles({ domain, booking }: { domain: Domain; booking: BookingWithShow }) {
  const [failed, setFailed] = useState(false);
  const open = (file: string) => {
    setFailed(false);
    openOwnFile(domain, `/bookings/${booking.bookingId}/${file}`).catch(() => setFailed(true));
  };
  return (
    <>
      {booking.status !== "CONFIRMED" ? null : (
        <>
          <Button onPress={() => open("calendar.ics")}>
            <CalendarPlus className="size-4" aria-hidden />
            Add to calendar
          </Button>
          <Button onPress={() => open("tickets.pdf")}>
            <FileDown className="size-4" aria-hidden />
            PDF
          </Button>
        </>
      )}
      <Button onPress={() => print()}>
        <Printer className="size-4" aria-hidden />
        Print
      </Button>
      {failed ? (
        <p role="alert" className="basis-full text-sm text-loss">
          That file could not be fetched. Try again in a moment.
        </p>
      ) : null}
    </>
  );
}
