import { Check, CircleDashed, LoaderCircle, X } from "lucide-react";
import type { Order, OrderEvent } from "../../../../contracts/orders.ts";
import { money } from "../../money.ts";
import { dayAndClock } from "../../time.ts";
import { eventWords, stepsAhead } from "./order-words.ts";

const bad = ["cancelled", "payment.failed"];

/** What happened to an order, and what is still to come. */
export function OrderTimeline({ order }: { order: Order }) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const ahead = stepsAhead(order);
  const waits = order.status === "PENDING";
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="mb-4 text-lg">
        How it goes
      </h2>
      <ol className="grid">
        {order.timeline.map((event) => (
          <li key={`${event.at} ${event.type} ${event.details.refundId}`} className="rise group relative flex gap-3 pb-5 last:pb-0">
            <Rail />
            <span
              className={`z-1 grid size-6 shrink-0 place-items-center rounded-full ${bad.includes(event.type) ? "bg-loss text-ground" : "bg-ink text-ground"}`}
            >
              {bad.includes(event.type) ? <X className="size-3.5" aria-hidden /> : <Check className="size-3.5" aria-hidden />}
            </span>
            <div className="min-w-0 pt-0.5">
              <p className="leading-5 font-medium">{eventWords(event, order)}</p>
              <p className="tabular text-sm text-quiet">
                {[dayAndClock(event.at, here), detailOf(event, order)].filter(Boolean).join(" · ")}
              </p>
            </div>
          </li>
        ))}
        {ahead.map((step, index) => (
          <li key={step} className="group relative flex gap-3 pb-5 text-quiet last:pb-0">
            <Rail />
            <span className="z-1 grid size-6 shrink-0 place-items-center rounded-full bg-ground">
              {waits && index === 0 ? (
                <LoaderCircle className="size-5 animate-spin" aria-hidden />
              ) : (
                <CircleDashed className="size-5 text-faint" aria-hidden />
              )}
            </span>
            <p className="pt-0.5 leading-5">
              <span className="sr-only">Still to come: </span>
              {step}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The line from one mark to the next. */
function Rail() {
  return <span aria-hidden="true" className="absolute top-6 bottom-0 left-3 w-px -translate-x-1/2 bg-line group-last:hidden" />;
}

function detailOf({ type, details }: OrderEvent, { currency }: Order): string {
  const amount = typeof details.amount === "number" && details.amount > 0 ? money(details.amount, currency) : "";
  if (type === "refunded" || type === "returned") return amount === "" ? "" : `${amount} back`;
  const reason = typeof details.reason === "string" && !/^[A-Z_]+$/.test(details.reason) ? details.reason : "";
  return type === "paid" ? amount : reason;
}
