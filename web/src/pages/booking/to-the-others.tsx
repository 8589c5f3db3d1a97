import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { showtimeQuery } from "../../api/queries.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";

/** The way into the room of everybody who has a ticket for the same evening, where there is one. Whoever has given their tickets back has left it. */
export function ToTheOthers({ domain, booking }: { domain: Domain; booking: BookingWithShow }) {
  const isIn = booking.show !== null && booking.status === "CONFIRMED";
  const showtime = useQuery({ ...showtimeQuery(domain, booking.showtimeId), enabled: isIn });
  const roomId = showtime.data?.chatRoomId ?? null;
  if (!isIn || roomId === null) return null;
  return (
    <Link to="/chat/$roomId" params={{ roomId }} search={{ d: domainWords[domain].param }} className={buttonStyle("plain")}>
      <MessagesSquare className="size-4" aria-hidden />
      Talk to the others
    </Link>
  );
}
