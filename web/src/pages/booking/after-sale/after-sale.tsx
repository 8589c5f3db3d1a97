import { ArrowLeftRight, Undo2 } from "lucide-react";
import { useState } from "react";
import type { BookingWithShow } from "../../../../../contracts/bookings.ts";
import { domainOfListing } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { AfterSaleFacts } from "./after-sale-facts.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";

/** What became of a booking since it was bought, and what can still be done with it: other seats, another date, or giving it back. */
export function AfterSale({ booking }: { booking: BookingWithShow }) {
  const [open, setOpen] = useState<"exchange" | "cancel">();
  const { show } = booking;
  const domain = show === null ? undefined : domainOfListing(show.listingId);
  const changeable = booking.status === "CONFIRMED" && show !== null && Date.parse(show.startsAt) > Date.now();
  const close = () => setOpen(undefined);
  return (
    <div className="grid gap-4 empty:hidden print:hidden">
      <AfterSaleFacts booking={booking} />
      {changeable && domain !== undefined ? (
        <>
          <div className="flex flex-wrap gap-3">
            <Button onPress={() => setOpen("exchange")}>
              <ArrowLeftRight className="size-4" aria-hidden />
              Exchange
            </Button>
            <Button onPress={() => setOpen("cancel")}>
              <Undo2 className="size-4" aria-hidden />
              Cancel
            </Button>
          </div>
          <ExchangeDialog booking={booking} show={show} domain={domain} isOpen={open === "exchange"} onClose={close} />
        </>
      ) : null}
      {/* Stays where it is when the booking is no longer one to change: it says what became of it. */}
      {domain === undefined ? null : <CancelDialog booking={booking} domain={domain} isOpen={open === "cancel"} onClose={close} />}
    </div>
  );
}
