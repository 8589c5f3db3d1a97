import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { ConfirmedBooking, Reservation } from "../../../../contracts/bookings.ts";
import type { Payment, ProcessedPayment } from "../../../../contracts/payments.ts";
import { failedWith } from "../../api/failure.ts";
import { bookingsQuery, own, reservationQuery } from "../../api/queries.ts";
import { request } from "../../api/request.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { forgetHold } from "../../hold.ts";
import { declineWords } from "./decline-words.ts";
import { bankPageOf, patiently, paymentNow, settledPayment } from "./settled-payment.ts";
import { type CardToken, tokenOf } from "./test-cards.ts";

export type PaymentStep =
  | { step: "open" }
  | { step: "working"; doing: "paying" | "waiting" | "booking"; bankPage?: string | undefined }
  | { step: "declined"; message: string }
  | { step: "failed"; error: unknown; paid: boolean }
  | { step: "late"; refundId: string | undefined };

const keyOf = (token: string) => `mq_payment:${token}`;

/** Pay → wait until it settles → book. A payment that was started is remembered, so no reload and no second press pays twice. */
export function usePayment(reservation: Reservation, domain: Domain) {
  const { reservationToken: token } = reservation;
  const [now, setNow] = useState<PaymentStep>({ step: "open" });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const gone = useRef(false);

  const settled = (paymentId: string) => settledPayment(domain, paymentId, () => gone.current);

  const book = async (paymentId: string | undefined) => {
    setNow({ step: "working", doing: "booking" });
    const body = { reservationToken: token, ...(paymentId === undefined ? {} : { paymentId }) };
    // Confirming the same pair again is safe, so a lost answer may be asked for once more.
    const { bookingId } = await patiently(() => request<ConfirmedBooking>(domain, "/confirm-booking", { method: "POST", body }));
    sessionStorage.removeItem(keyOf(token));
    forgetHold(token);
    void queryClient.invalidateQueries({ queryKey: bookingsQuery.queryKey });
    queryClient.removeQueries({ queryKey: [own, "reservations"] });
    void queryClient.invalidateQueries({ queryKey: [own, "waitlist"] });
    await navigate({
      to: "/bookings/$id",
      params: { id: bookingId },
      search: { d: domainWords[domain].param },
      state: { fresh: true },
      replace: true,
    });
  };

  const finish = async (payment: Payment) => {
    let last = payment;
    if (last.status === "PENDING") {
      setNow({ step: "working", doing: "waiting", bankPage: bankPageOf(last) });
      last = await settled(last.id);
    }
    if (gone.current) return;
    if (last.status === "SUCCESS") return book(last.id);
    sessionStorage.removeItem(keyOf(token));
    if (last.status === "REFUNDED") setNow({ step: "late", refundId: last.refundId ?? undefined });
    else setNow({ step: "declined", message: declineWords(last.failureCode) });
  };

  const start = async (card: CardToken): Promise<Payment> => {
    const { payment, expiresAt } = await request<ProcessedPayment>(domain, "/payments/process", {
      method: "POST",
      body: { reservationToken: token, method: "card", token: await tokenOf(card) },
      headers: { "idempotency-key": crypto.randomUUID() },
    });
    sessionStorage.setItem(keyOf(token), payment.id);
    queryClient.setQueryData(reservationQuery(domain, token).queryKey, { domain, reservation: { ...reservation, expiresAt } });
    return payment;
  };

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      setNow(stepOf(error, sessionStorage.getItem(keyOf(token)) !== null));
    }
  };

  const pay = (card: CardToken) => {
    setNow({ step: "working", doing: "paying" });
    return attempt(async () => {
      const started = sessionStorage.getItem(keyOf(token));
      if (reservation.price === 0) await book(undefined);
      else if (started !== null) await finish(await paymentNow(domain, started));
      else await finish(await start(card));
    });
  };

  // A reload in the middle of a payment goes on where it was.
  const goOn = useEffectEvent(() => {
    const started = sessionStorage.getItem(keyOf(token));
    if (started === null) return;
    setNow({ step: "working", doing: "waiting" });
    void attempt(async () => finish(await paymentNow(domain, started)));
  });
  useEffect(() => {
    gone.current = false;
    goOn();
    return () => {
      gone.current = true;
    };
  }, []);

  return { now, pay };
}

function stepOf(error: unknown, paid: boolean): PaymentStep {
  if (failedWith(error, "PAYMENT_DECLINED", "PAYMENT_NOT_SUCCESSFUL")) {
    const { failureCode } = error.details;
    return { step: "declined", message: declineWords(typeof failureCode === "string" ? failureCode : undefined) };
  }
  if (failedWith(error, "RESERVATION_EXPIRED")) {
    const { refundId } = error.details;
    return { step: "late", refundId: typeof refundId === "string" ? refundId : undefined };
  }
  return { step: "failed", error, paid };
}
