import { CircleX, Hourglass, TriangleAlert } from "lucide-react";
import { ApiFailure } from "../../api/failure.ts";
import { RequestId } from "../../parts/failed.tsx";
import type { PaymentStep } from "./use-payment.ts";

/** How the last attempt ended, above the button that tries again. */
export function Outcome({ now }: { now: PaymentStep }) {
  if (now.step === "working" && now.doing === "waiting") {
    return (
      <p role="status" className="rise flex gap-3 rounded-card border border-line bg-raised p-4 text-sm">
        <Hourglass className="size-5 shrink-0 text-quiet" aria-hidden />
        <span>
          <b className="block font-semibold">
            {now.bankPage === undefined ? "Your bank is thinking" : "Your bank wants to know that it is you"}
          </b>
          {now.bankPage === undefined ? "This takes a few seconds. Your seats stay held; stay on this page." : "It brings you back here. "}
          {now.bankPage === undefined ? null : (
            <a href={now.bankPage} rel="noreferrer" className="font-medium underline underline-offset-2">
              Continue at your bank
            </a>
          )}
        </span>
      </p>
    );
  }
  if (now.step === "declined") {
    return (
      <p role="alert" className="rise flex gap-3 rounded-card border border-loss/50 bg-raised p-4 text-sm">
        <CircleX className="size-5 shrink-0 text-loss" aria-hidden />
        <span>
          <b className="block font-semibold">Payment declined</b>
          {now.message}
        </span>
      </p>
    );
  }
  if (now.step === "failed") {
    return (
      <div role="alert" className="rise flex gap-3 rounded-card border border-loss/50 bg-raised p-4 text-sm">
        <TriangleAlert className="size-5 shrink-0 text-loss" aria-hidden />
        <div>
          <b className="block font-semibold">{now.paid ? "Not finished yet" : "The payment did not go through"}</b>
          <p>
            {now.paid
              ? "Your payment was started, but its answer was lost. Try again; you will not be charged twice."
              : now.error instanceof ApiFailure
                ? now.error.message
                : "You were not charged. Try again."}
          </p>
          <RequestId error={now.error} />
        </div>
      </div>
    );
  }
  return null;
}
