import { Link } from "@tanstack/react-router";
import { CircleCheck, PackageOpen, Printer, Truck } from "lucide-react";
import { useState } from "react";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import { failedWith } from "../../../api/failure.ts";
import { type Domain, domainWords } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { buttonStyle } from "../../../parts/button-style.ts";
import { toast } from "../../../shell/toast.ts";
import { CallOffDialog } from "./call-off-dialog.tsx";
import { type Step, stepsOf } from "./order-steps.ts";
import { isSharedOrder } from "./order-words.ts";
import { ShipDialog } from "./ship-dialog.tsx";
import { StepFailure } from "./step-failure.tsx";
import { useStep } from "./use-step.ts";

const done: Partial<Record<Step, string>> = { FULFILLING: "Packing has begun", DELIVERED: "It is delivered" };

/** What can be done with an order: the next step, and the ways back. */
export function OrderActions({ domain, order }: { domain: Domain; order: DeskOrder }) {
  const [isSending, setSending] = useState(false);
  const [callingOff, setCallingOff] = useState<"CANCELLED" | "REFUNDED" | null>(null);
  const step = useStep(domain, order, () => toast({ title: done[step.variables?.status ?? "DELIVERED"] ?? "Done" }));
  const isShared = isSharedOrder(order);
  const steps = isShared ? [] : stepsOf(order);
  // What was said of an order that has gone on since.
  const isOutdated = failedWith(step.error, "ILLEGAL_TRANSITION") && step.error.details.status !== order.status;
  const isParcel = order.fulfilment !== "NONE";
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        {steps.includes("FULFILLING") ? (
          <Button variant="primary" isPending={step.isPending} onPress={() => step.mutate({ status: "FULFILLING" })}>
            <PackageOpen className="size-4" aria-hidden />
            {step.isPending ? "Saving…" : "Start packing"}
          </Button>
        ) : null}
        {steps.includes("SHIPPED") ? (
          <Button variant="primary" onPress={() => setSending(true)}>
            <Truck className="size-4" aria-hidden />
            Send it
          </Button>
        ) : null}
        {steps.includes("DELIVERED") ? (
          <Button variant="primary" isPending={step.isPending} onPress={() => step.mutate({ status: "DELIVERED" })}>
            <CircleCheck className="size-4" aria-hidden />
            {step.isPending ? "Saving…" : "Mark as delivered"}
          </Button>
        ) : null}
        {order.fulfilment === "SHIPPED" && !isShared && order.state === "CONFIRMED" ? (
          <Button onPress={() => setSending(true)}>Change tracking</Button>
        ) : null}
        {isParcel && order.state === "CONFIRMED" ? (
          <Link to="/organizer/orders/packing" search={{ d: domainWords[domain].param, q: order.id }} className={buttonStyle("plain")}>
            <Printer className="size-4" aria-hidden />
            Packing list
          </Link>
        ) : null}
        {steps.includes("CANCELLED") ? (
          <Button variant="loss" onPress={() => setCallingOff("CANCELLED")}>
            Cancel order
          </Button>
        ) : null}
        {steps.includes("REFUNDED") ? (
          <Button variant="loss" onPress={() => setCallingOff("REFUNDED")}>
            Refund
          </Button>
        ) : null}
      </div>
      {isShared ? (
        <p className="text-sm text-quiet">Others sell something in this order too, so the box office sends it and gives money back.</p>
      ) : null}
      {isOutdated ? null : <StepFailure error={step.error} />}
      <ShipDialog domain={domain} order={order} isOpen={isSending} onClose={() => setSending(false)} />
      <CallOffDialog domain={domain} order={order} as={callingOff} onClose={() => setCallingOff(null)} />
    </div>
  );
}
