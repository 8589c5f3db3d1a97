import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { admissionFor } from "../../admission.ts";
import { activeReservationsQuery } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { useSession } from "../../session/session.ts";
import { SeatsSkeleton } from "./seats-skeleton.tsx";

interface WaitingRoomGateProps {
  show: ShowtimeWithListing;
  /** For somebody who has seats here already and exchanges them. */
  open: boolean;
  children: ReactNode;
}

/** A sale with a waiting room shows its seats to those who were let in, and to those who hold some already. */
export function WaitingRoomGate({ show, open, children }: WaitingRoomGateProps) {
  const { domain } = show.listing;
  // Asked once: a pass that runs out while somebody chooses is the server's to refuse, not a reason to take the seats out of their sight.
  const [shut] = useState(
    () => !open && show.waitingRoom !== null && admissionFor(show.id) === undefined && Date.parse(show.saleClosesAt) > Date.now(),
  );
  const session = useSession().status;
  const held = useQuery({ ...activeReservationsQuery(domain, show.id), enabled: shut && session === "in" });
  const holds = held.data?.items.some(({ status }) => status === "ACTIVE");
  const turnedAway = shut && (session === "out" || held.isError || holds === false);
  const navigate = useNavigate();
  useEffect(() => {
    if (turnedAway) void navigate({ ...waitingRoomOf(show), replace: true });
  }, [turnedAway, show, navigate]);
  return !shut || holds ? children : <SeatsSkeleton show={show} />;
}

/** Where one waits for the seats of a showtime. */
export function waitingRoomOf({ id, listing }: ShowtimeWithListing) {
  return { to: "/waiting-room/$id", params: { id }, search: { d: domainWords[listing.domain].param } } as const;
}
