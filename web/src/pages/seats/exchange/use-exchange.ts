import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { BookingWithShow, ExchangedBooking } from "../../../../../contracts/bookings.ts";
import type { Payment } from "../../../../../contracts/payments.ts";
import type { ShowtimeWithListing } from "../../../../../contracts/showtimes.ts";
import { admissionFor } from "../../../admission.ts";
import { failedWith } from "../../../api/failure.ts";
import { bookingQuery, own } from "../../../api/queries.ts";
import { request } from "../../../api/request.ts";
import { domainWords } from "../../../domains.ts";
import { money } from "../../../money.ts";
import { toast } from "../../../shell/toast.ts";
import { unchangeable } from "../../booking/after-sale/refusal-words.ts";
import { declineWords } from "../../pay/decline-words.ts";
import { patiently, pause, settledPayment } from "../../pay/settled-payment.ts";
import { type CardToken, tokenOf } from "../../pay/test-cards.ts";
import { insteadOfLonely, insteadOfLost, lostSeatsOf, type Suggestion } from "../suggestion.ts";
import type { LiveStore } from "../use-seat-store.ts";

/** `paying`: this is due, and a card is asked for; `said`: why the last one did not do. `over`: it came to nothing, and why. */
export type ExchangeStep =
  | { step: "choosing" }
  | { step: "working"; doing: "exchanging" | "paying" | "waiting" }
  | { step: "paying"; due: number; currency: string; said?: string }
  | { step: "over"; title: string; text: string };

const arrivalAttemptsMax = 15;
const pollMs = 1000;

/** Choosing → the difference, if something is due → the new booking. Until then the old one stands as it is, whatever fails. */
export function useExchange(show: ShowtimeWithListing, booking: BookingWithShow, { store, reread }: LiveStore) {
  const { domain } = show.listing;
  const [now, setNow] = useState<ExchangeStep>({ step: "choosing" });
  const [failure, setFailure] = useState<unknown>(null);
  const [suggestion, setSuggestion] = useState<Suggestion>();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  useEffect(() => store.onLost((indexes) => setSuggestion(insteadOfLost(indexes, store, false))), [store]);

  const choosing = () => {
    setFailure(null);
    setSuggestion(undefined);
  };

  const arrive = async (result: Pick<ExchangedBooking, "refund"> & { bookingId: string }) => {
    store.choose([]);
    queryClient.removeQueries({ queryKey: [own, "booking"] });
    void queryClient.invalidateQueries({ queryKey: [own, "bookings"] });
    const { refund } = result;
    const back = refund === null ? undefined : `${money(refund.amount, refund.currency)} is on its way back to your card.`;
    toast({ title: "Your tickets are exchanged", ...(back === undefined ? {} : { body: back }) });
    await navigate({ to: "/bookings/$id", params: { id: result.bookingId }, search: { d: domainWords[domain].param }, replace: true });
  };

  /** The bank said yes a moment ago; the exchange follows by itself. */
  const arrivePaid = async () => {
    for (let attempt = 1; attempt <= arrivalAttemptsMax && !gone.current; attempt++) {
      const { booking: last } = await patiently(() => request<{ booking: BookingWithShow }>(domain, `/bookings/${booking.bookingId}`));
      if (last.exchangedTo !== null) return arrive({ bookingId: last.exchangedTo, refund: null });
      if (last.updatedAt !== booking.updatedAt) return arrive({ bookingId: last.bookingId, refund: null });
      await pause(pollMs);
    }
    if (!gone.current)
      setNow({
        step: "over",
        title: "Almost there",
        text: "Your payment arrived. The exchange follows in a moment; look at your tickets.",
      });
  };

  const follow = async (pending: Pick<Payment, "id">, due: number) => {
    setNow({ step: "working", doing: "waiting" });
    const payment = await settledPayment(domain, pending.id, () => gone.current);
    if (gone.current) return;
    if (payment.status === "SUCCESS") return arrivePaid();
    if (payment.status === "REFUNDED")
      return setNow({
        step: "over",
        title: "That took too long",
        text: "The seats were no longer held when your bank answered. What you paid is on its way back, and your tickets are as they were.",
      });
    setNow({ step: "paying", due, currency: payment.currency, said: declineWords(payment.failureCode) });
  };

  /** `token`: of a card. Without one the server says what is due, and holds nothing meanwhile. */
  const send = async (card?: CardToken) => {
    choosing();
    // They lock while the server asks itself what is due, and come free again: for us they stay chosen.
    store.expect(store.chosen);
    setNow({ step: "working", doing: card === undefined ? "exchanging" : "paying" });
    const pass = admissionFor(show.id);
    try {
      const result = await request<ExchangedBooking>(domain, `/bookings/${booking.bookingId}`, {
        method: "PATCH",
        body: {
          ...(show.id === booking.showtimeId ? {} : { showtimeId: show.id }),
          seatIds: store.chosen.flatMap((index) => store.plan.seats[index]?.id ?? []),
          ...(card === undefined ? {} : { paymentMethod: { method: "card", token: await tokenOf(card) } }),
        },
        headers: { "idempotency-key": crypto.randomUUID(), ...(pass === undefined ? {} : { "x-admission": pass }) },
      });
      if (result.payment?.status === "PENDING") await follow(result.payment, result.payment.amount);
      else await arrive({ bookingId: result.booking.bookingId, refund: result.refund });
    } catch (error) {
      if (!gone.current) await refused(error);
    }
  };

  const refused = async (error: unknown) => {
    const due = dueIn(error);
    if (due !== undefined) return setNow({ step: "paying", ...due });
    const before = now.step === "paying" ? now : undefined;
    if (failedWith(error, "PAYMENT_DECLINED", "PAYMENT_PROVIDER_ERROR") && before !== undefined) {
      const { failureCode } = error.details;
      const said =
        error.code === "PAYMENT_DECLINED" ? declineWords(typeof failureCode === "string" ? failureCode : undefined) : error.message;
      return setNow({ ...before, said });
    }
    setNow({ step: "choosing" });
    store.expect([]);
    if (failedWith(error, "LONELY_SEAT")) return setSuggestion({ ...insteadOfLonely(error, store), holds: false });
    if (failedWith(error, "SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED", "SEAT_BLOCKED")) {
      const lost = lostSeatsOf(error, store.plan);
      if (lost.length > 0) store.refuse(lost);
      return reread();
    }
    const changed = failedWith(error, "NOT_EXCHANGEABLE") && error.details.reason === "CHANGED";
    const reason = unchangeable(error);
    if (reason !== undefined && !changed) return setNow({ step: "over", title: "These tickets cannot be exchanged", text: reason });
    if (changed || failedWith(error, "RESERVATION_EXPIRED")) {
      void queryClient.invalidateQueries({ queryKey: bookingQuery(domain, booking.bookingId).queryKey });
      return setNow({
        step: "over",
        title: "Your booking changed meanwhile",
        text: "Nothing was charged. Look at your ticket, then begin again.",
      });
    }
    setFailure(error);
  };

  return {
    now,
    failure,
    suggestion,
    busy: now.step === "working",
    choosing,
    takeSuggestion: () => {
      if (suggestion !== undefined) store.choose(suggestion.take);
      choosing();
    },
    /** Asks for the exchange, with a card where something is due. */
    send,
    /** From the card back to the map. */
    back: () => {
      setNow({ step: "choosing" });
      store.settle();
    },
  };
}

export type ExchangeFlow = ReturnType<typeof useExchange>;

function dueIn(error: unknown): { due: number; currency: string } | undefined {
  if (!failedWith(error, "PAYMENT_NOT_SUCCESSFUL")) return undefined;
  const { due, currency } = error.details;
  return typeof due === "number" && typeof currency === "string" ? { due, currency } : undefined;
}
