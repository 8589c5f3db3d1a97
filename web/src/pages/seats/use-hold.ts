import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Reservation } from "../../../../contracts/bookings.ts";
import type { BestAvailable, HeldSeats } from "../../../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { dropAdmission } from "../../admission.ts";
import { failedWith } from "../../api/failure.ts";
import { activeReservationsQuery } from "../../api/queries.ts";
import { request } from "../../api/request.ts";
import { secondsUntil } from "../../clock.ts";
import { domainWords } from "../../domains.ts";
import { forgetHold, rememberHold } from "../../hold.ts";
import { isSignedIn, sessionKnown, useSession } from "../../session/session.ts";
import { reserve, type Wanted } from "./reserve.ts";
import { insteadOfLonely, insteadOfLost, lostSeatsOf, type Suggestion } from "./suggestion.ts";
import type { LiveStore } from "./use-seat-store.ts";
import { waitingRoomOf } from "./waiting-room-gate.tsx";

/** A hold: one that was just made, or one that the server knew of. */
export type Held = HeldSeats & Partial<Pick<Reservation, "waitlistId" | "createdAt">>;
export type HoldStep = { step: "choosing" } | { step: "held"; held: Held } | { step: "ended"; indexes: number[] };

export interface HoldFlow {
  now: HoldStep;
  busy: boolean;
  /** What the last attempt failed with, where nothing below explains it. */
  failure: unknown;
  /** Other seats for those that somebody else got. */
  suggestion: Suggestion | undefined;
  /** A wish that the house cannot fulfil. */
  unmet: BestAvailable | undefined;
  /** Holds what is chosen. */
  hold: () => Promise<void>;
  /** Holds the server's own choice. */
  best: (wish: BestAvailable) => Promise<void>;
  takeSuggestion: () => void;
  /** One goes on choosing: what was said of the last attempt no longer matters. */
  choosing: () => void;
  /** Gives the held seats back and leaves them chosen. */
  change: () => void;
  /** The countdown is over. */
  end: () => void;
  /** After the end: chooses the same seats where they are still free. */
  again: () => void;
}

/** A place without a number that somebody else got is replaced, so often. */
const replacementsMax = 3;

/** Choosing → held → paid elsewhere, or ended. A hold that the server still knows is taken up after a reload. */
export function useHold(show: ShowtimeWithListing, { store, reread }: LiveStore): HoldFlow {
  const { domain } = show.listing;
  const [now, setNow] = useState<HoldStep>({ step: "choosing" });
  const [failure, setFailure] = useState<unknown>(null);
  const [suggestion, setSuggestion] = useState<Suggestion>();
  const [unmet, setUnmet] = useState<BestAvailable>();
  const signedIn = useSession().status === "in";
  const navigate = useNavigate();
  const href = useLocation({ select: (location) => location.href });
  const queryClient = useQueryClient();
  const active = useQuery({ ...activeReservationsQuery(domain, show.id), enabled: signedIn });

  const choosing = () => {
    setFailure(null);
    setSuggestion(undefined);
    setUnmet(undefined);
  };
  useEffect(() => store.onLost((indexes) => setSuggestion(insteadOfLost(indexes, store, false))), [store]);

  const indexesOf = (held: { seats: { id: string }[] }) => {
    const ids = new Set(held.seats.map((seat) => seat.id));
    return store.plan.seats.filter((seat) => ids.has(seat.id)).map((seat) => seat.index);
  };
  const take = (held: Held) => {
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
  // And what it has never had yet is no hold that went.
  const listed = useRef(new Set<string>());
  const takeUp = useEffectEvent(() => {
    const known = active.data?.items.filter(
      ({ reservationToken, status, expiresAt, exchanges }) =>
        status === "ACTIVE" && exchanges === null && secondsUntil(expiresAt) > 0 && !over.current.has(reservationToken),
    );
    if (known === undefined) return;
    for (const { reservationToken } of known) listed.current.add(reservationToken);
    const isGone = (token: string) => listed.current.has(token) && !known.some(({ reservationToken }) => reservationToken === token);
    if (now.step === "held" && isGone(now.held.reservationToken)) drop(now.held);
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

  const replaced = useRef(0);
  const hold = useMutation({
    mutationFn: (wanted: Wanted) => {
      store.expect("seatIds" in wanted ? store.chosen : store.plan.seats.map((seat) => seat.index));
      return reserve(domain, show.id, wanted);
    },
    onSuccess: (held) => {
      choosing();
      replaced.current = 0;
      take(held);
      void queryClient.invalidateQueries({ queryKey: activeReservationsQuery(domain, show.id).queryKey });
    },
    onError: async (error, wanted) => {
      store.expect([]);
      choosing();
      if (failedWith(error, "TOKEN_MISSING", "SESSION_ENDED", "TOKEN_INVALID"))
        return void navigate({ to: "/login", search: { next: href } });
      if (failedWith(error, "ADMISSION_REQUIRED")) {
        dropAdmission(show.id);
        return void navigate(waitingRoomOf(show));
      }
      if (failedWith(error, "NOT_ENOUGH_SEATS") && "bestAvailable" in wanted) return setUnmet(wanted.bestAvailable);
      if (failedWith(error, "LONELY_SEAT")) return setSuggestion(insteadOfLonely(error, store));
      if (!failedWith(error, "SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED", "SEAT_BLOCKED")) return setFailure(error);
      const lost = lostSeatsOf(error, store.plan);
      if (lost.length > 0) store.refuse(lost);
      const seats = lost.filter((index) => !store.plan.seats[index]?.general);
      if (seats.length > 0) setSuggestion(insteadOfLost(seats, store, true));
      await reread();
      if (lost.length > 0 && seats.length === 0 && replaced.current++ < replacementsMax) hold.mutate(chosenIn(store));
    },
  });

  const release = useMutation({
    mutationFn: (held: Held) => request(domain, "/release-seat", { method: "POST", body: { reservationToken: held.reservationToken } }),
    onSettled: (_, error, held) => {
      const gone = error === null || failedWith(error, "RESERVATION_EXPIRED", "RESERVATION_NOT_FOUND");
      if (!gone) return setFailure(error);
      forgetHold(held.reservationToken);
      over.current.add(held.reservationToken);
      const indexes = indexesOf(held);
      store.giveBack();
      if (!held.waitlistId) store.choose(indexes);
      setNow({ step: "choosing" });
      void queryClient.invalidateQueries({ queryKey: activeReservationsQuery(domain, show.id).queryKey });
    },
  });

  const ask = async (wanted: () => Wanted) => {
    await sessionKnown();
    if (!isSignedIn()) return void navigate({ to: "/login", search: { next: href } });
    hold.mutate(wanted());
  };

  return {
    now,
    busy: hold.isPending || release.isPending,
    failure,
    suggestion,
    unmet,
    hold: () => ask(() => chosenIn(store)),
    best: (wish) => ask(() => ({ bestAvailable: wish })),
    takeSuggestion: () => {
      if (suggestion === undefined) return;
      store.choose(suggestion.take);
      choosing();
      if (suggestion.holds) void ask(() => chosenIn(store));
    },
    choosing,
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

function chosenIn(store: LiveStore["store"]): Wanted {
  return { seatIds: store.chosen.flatMap((index) => store.plan.seats[index]?.id ?? []) };
}
