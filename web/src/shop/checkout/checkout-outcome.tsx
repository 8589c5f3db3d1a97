import { CircleX, RefreshCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Cart } from "../../../../contracts/cart.ts";
import { ApiFailure } from "../../api/failure.ts";
import { RequestId } from "../../parts/failed.tsx";
import { differenceWords } from "./differences.ts";
import type { CheckoutStep } from "./use-checkout.ts";

/** How the last attempt ended, above the button that tries again. */
export function CheckoutOutcome({ now, cart }: { now: CheckoutStep; cart: Cart }) {
  if (now.step === "declined")
    return (
      <Told icon={<CircleX className="size-5 text-loss" aria-hidden />} title="Payment declined">
        <p>{now.message} Your cart is as it was.</p>
      </Told>
    );
  if (now.step === "changed")
    return (
      <Told icon={<RefreshCw className="size-5 text-quiet" aria-hidden />} title="Something has changed" calm>
        <ul className="grid gap-0.5">
          {now.differences.map((difference) => (
            <li key={JSON.stringify(difference)}>{differenceWords(difference, cart)}</li>
          ))}
        </ul>
        <p className="mt-1 text-quiet">
          {now.refundId === undefined ? "Nothing was charged." : "What was charged is on its way back to you."} Look at your cart, then go
          on.
        </p>
      </Told>
    );
  if (now.step === "failed")
    return (
      <Told
        icon={<TriangleAlert className="size-5 text-loss" aria-hidden />}
        title={now.unsure ? "No answer yet" : "The order did not go through"}
      >
        <p>
          {now.unsure
            ? "The answer was lost. Try again: you will not be charged twice."
            : now.error instanceof ApiFailure
              ? now.error.message
              : "You were not charged. Try again."}
        </p>
        <RequestId error={now.error} />
      </Told>
    );
  return null;
}

interface ToldProps {
  icon: ReactNode;
  title: string;
  calm?: boolean;
  children: ReactNode;
}

function Told({ icon, title, calm = false, children }: ToldProps) {
  return (
    <div role="alert" className={`rise flex gap-3 rounded-card border bg-raised p-4 text-sm ${calm ? "border-edge" : "border-loss/50"}`}>
      <span className="shrink-0">{icon}</span>
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        {children}
      </div>
    </div>
  );
}
