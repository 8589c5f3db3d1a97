import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { HeldSeats } from "../../../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { failedWith } from "../../api/failure.ts";
import { activeReservationsQuery } from "../../api/queries.ts";
import { request } from "../../api/request.ts";
import { secondsUntil } from "../../clock.ts";
import { domainWords } from "../../domains.ts";
import { forgetHold, rememberHold } from "../../hold.ts";
import { isSignedIn, sessionKnown, useSession } from "../../session/session.ts";
import { lostSeatsOf } from "./lost-seats.ts";
import type { LiveStore } from "./use-seat-store.ts";

export type HoldStep = { step: "choosing" } | { step: "held"; held: HeldSeats } | { step: "ended"; indexes: number[] };

export interface HoldFlow {
  now: HoldStep;
  busy: boolean;
  /** What the last attempt failed with, where losing a seat does not explain it. */
  failure: unknown;
  hold: () => Promise<void>;
  /** Gives the held seats back and leaves them chosen. */
  change: () => void;
  /** The countdown is over. */
  end: () => void;
  /** After the end: chooses the same seats where they are still free. */
  again: () => void;
}

/** Choosing → held → paid elsewhere, or ended. A hold that the server still knows is taken up after a reload. */
export function useHold(show: ShowtimeWithListing, { store, reread }: LiveStore): HoldFlow {
  const { domain } = show.listing;
  const [now, setNow] = useState<HoldStep>({ step: "choosing" });
  const [failure, setFailure] = useState<unknown>(null);
  const signedIn = useSession().status === "in";
  const navigate = useNavigate();
  const href = useLocation({ select: (location) => location.href });
  const queryClient = useQueryClient();
  const active = useQuery({ ...activeReservationsQuery(domain, show.id), enabled: signedIn });

  const indexesOf = (held: { seats: { id: string }[] }) => {
    const ids = new Set(held.seats.map((seat) => seat.id));
    return store.plan.seats.filter((seat) => ids.has(seat.id)).map((seat) => seat.index);
  };
  const take = (held: HeldSeats) => {
    store.keep(indexesOf(held));
    setNow({ step: "held", held });
    rememberHold({
      token: held.reservationToken,
      d: domainWords[domain].param,
      showtimeId: show.id,
      title: show.listing.title,
      seatCount: held.seats.length,
      expiresAt: held.expiresAt,
    });
  };
  // The list of reservations may lag behind: what we know to be over stays over.
  const over = useRef(new Set<string>());
  const takeUp = useEffectEvent(() => {
    const known = active.data?.items.filter(
      ({ reservationToken, status, expiresAt }) =>
        status === "ACTIVE" && secondsUntil(expiresAt) > 0 && !over.current.has(reservationToken),
    );
    if (known === undefined) return;
    if (now.step === "held" && !known.some(({ reservationToken }) => reservationToken === now.held.reservationToken)) drop(now.held);
    else if (now.step === "choosing" && known[0] !== undefined) take(known[0]);
  });
  /** Paid or given back in another tab. */
  const drop = (held: HeldSeats) => {
    forgetHold(held.reservationToken);
    store.keep([]);
    setNow({ step: "choosing" });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the answer arrives, not when its reader changes
  useEffect(() => takeUp(), [active.data]);

  const hold = useMutation({
    mutationFn: (indexes: readonly number[]) => {
      store.expect(indexes);
      const seatIds = indexes.map((index) => store.plan.seats[index]?.id);
      return request<HeldSeats>(domain, "/reserve-seat", {
        method: "POST",
        body: { seatIds },
        headers: { "idempotency-key": crypto.randomUUID() },
      });
    },
    onSuccess: (held) => {
      setFailure(null);
      take(held);
      void queryClient.invalidateQueries({ queryKey: activeReservationsQuery(domain, show.id).queryKey });
    },
    onError: async (error) => {
      store.expect([]);
      if (failedWith(error, "TOKEN_MISSING", "SESSION_ENDED", "TOKEN_INVALID"))
        return void navigate({ to: "/login", search: { next: href } });
      if (!failedWith(error, "SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED", "SEAT_BLOCKED")) return setFailure(error);
      setFailure(null);
      const lost = lostSeatsOf(error, store.plan);
      if (lost.length > 0) store.refuse(lost);
      await reread();
    },
  });

  const release = useMutation({
    mutationFn: (held: HeldSeats) =>
      request(domain, "/release-seat", { method: "POST", body: { reservationToken: held.reservationToken } }),
    onSettled: (_, error, held) => {
      const gone = error === null || failedWith(error, "RESERVATION_EXPIRED", "RESERVATION_NOT_FOUND");
      if (!gone) return setFailure(error);
      forgetHold(held.reservationToken);
      over.current.add(held.reservationToken);
      const indexes = indexesOf(held);
      store.giveBack();
      store.choose(indexes);
      setNow({ step: "choosing" });
      void queryClient.invalidateQueries({ queryKey: activeReservationsQuery(domain, show.id).queryKey });
    },
  });

  return {
    now,
    busy: hold.isPending || release.isPending,
    failure,
    hold: async () => {
      await sessionKnown();
      if (!isSignedIn()) return void navigate({ to: "/login", search: { next: href } });
      hold.mutate(store.chosen);
    },
    change: () => {
      if (now.step === "held") release.mutate(now.held);
    },
    end: () => {
      if (now.step !== "held") return;
      forgetHold(now.held.reservationToken);
      over.current.add(now.held.reservationToken);
      setNow({ step: "ended", indexes: indexesOf(now.held) });
      store.keep([]);
    },
    again: () => {
      if (now.step === "ended") store.choose(now.indexes);
      setNow({ step: "choosing" });
    },
  };
}
