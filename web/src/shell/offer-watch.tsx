import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { waitlistQuery } from "../api/after-sale-queries.ts";
import { showtimeQuery } from "../api/queries.ts";
import { secondsUntil } from "../clock.ts";
import { domainWords } from "../domains.ts";
import { rememberHold, useHold } from "../hold.ts";
import { noteNotWaiting } from "../waiting.ts";
import { toast } from "./toast.ts";

const pollMs = 30_000;
const told = new Set<string>();

/** For somebody who waits: looks every half minute whether seats came free, and then they are held like any others. */
export function OfferWatch() {
  const hold = useHold();
  const waitlist = useQuery({ ...waitlistQuery, refetchInterval: pollMs });
  const offered = waitlist.data?.find(
    ({ entry }) => entry.status === "OFFERED" && entry.offerExpiresAt !== null && secondsUntil(entry.offerExpiresAt) > 0,
  );
  const show = useQuery({ ...showtimeQuery(offered?.domain, offered?.entry.showtimeId ?? ""), enabled: offered !== undefined });
  const title = show.data?.listing.title;

  useEffect(() => {
    if (waitlist.data?.every(({ entry }) => entry.status !== "WAITING" && entry.status !== "OFFERED")) noteNotWaiting();
  }, [waitlist.data]);
  useEffect(() => {
    if (offered === undefined || title === undefined) return;
    const { domain, entry } = offered;
    if (entry.reservationToken === null || entry.offerExpiresAt === null || told.has(entry.id)) return;
    told.add(entry.id);
    toast({ title: "Seats came free for you", body: `They are held in your name for ${title}. Pay before the time is over.` });
    if (hold !== null) return;
    rememberHold({
      token: entry.reservationToken,
      d: domainWords[domain].param,
      showtimeId: entry.showtimeId,
      title,
      seatCount: entry.quantity,
      expiresAt: entry.offerExpiresAt,
    });
  }, [offered, title, hold]);
  return null;
}
