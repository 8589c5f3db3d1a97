import { LoaderCircle, Lock } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Reservation } from "../../../../contracts/bookings.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { Domain } from "../../domains.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { useSecondsLeft } from "../../use-seconds-left.ts";
import { CardChoice } from "./card-choice.tsx";
import { Outcome } from "./outcome.tsx";
import { Summary } from "./summary.tsx";
import type { CardToken } from "./test-cards.ts";
import { TooLate } from "./too-late.tsx";
import { type PaymentStep, usePayment } from "./use-payment.ts";

interface CheckoutProps {
  reservation: Reservation;
  domain: Domain;
  show: ShowtimeWithListing | undefined;
}
const working = { paying: "Paying…", waiting: "Waiting for the bank…", booking: "Booking…" } as const;

export function Checkout({ reservation, domain, show }: CheckoutProps) {
  const { now, pay } = usePayment(reservation, domain);
  const [card, setCard] = useState<CardToken>("tok_ok");
  const left = useSecondsLeft(reservation.expiresAt);
  const busy = now.step === "working";
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (now.step === "declined" || now.step === "failed") end.current?.scrollIntoView({ block: "nearest" });
  }, [now.step]);
  if (now.step === "late" || (left === 0 && !busy)) {
    return (
      <TooLate
        domain={domain}
        showtimeId={reservation.showtimeId}
        released={false}
        refundId={now.step === "late" ? now.refundId : undefined}
      />
    );
  }
  const free = reservation.price === 0;
  return (
    <div className="mx-auto grid max-w-lg gap-6 px-4 pt-6 pb-16 sm:pt-8">
      <h1 className="text-xl sm:text-2xl">{free ? "Confirm your seats" : "Pay"}</h1>
      <Summary reservation={reservation} show={show} left={left} />
      {free ? null : <CardChoice value={card} choose={setCard} disabled={busy} />}
      <div ref={end} className="grid scroll-mb-4 gap-3">
        <Outcome now={now} />
        <Button variant="primary" size="large" className="tabular w-full" isDisabled={busy} onPress={() => void pay(card)}>
          {busy ? <LoaderCircle className="size-5 animate-spin" aria-hidden /> : null}
          {buttonWords(now, free ? "Book these seats" : `Pay ${money(reservation.price, reservation.currency)}`)}
        </Button>
        <p className="flex items-center justify-center gap-1.5 text-xs text-quiet">
          <Lock className="size-3.5" aria-hidden />
          {free ? "These seats cost nothing." : "The price is the one you saw. No fees are added."}
        </p>
      </div>
    </div>
  );
}

function buttonWords(now: PaymentStep, fresh: string): string {
  if (now.step === "working") return working[now.doing];
  return now.step === "failed" && now.paid ? "Finish the payment" : fresh;
}
