import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { limits } from "../../../../../contracts/limits.ts";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import type { Domain } from "../../../domains.ts";
import { money } from "../../../money.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { toast } from "../../../shell/toast.ts";
import { StepFailure } from "./step-failure.tsx";
import { useStep } from "./use-step.ts";

interface CallOffDialogProps {
  domain: Domain;
  order: DeskOrder;
  /** Null: closed. */
  as: "CANCELLED" | "REFUNDED" | null;
  onClose: () => void;
}

/** Gives everything back that was paid: once, and for good. */
export function CallOffDialog({ as, onClose, ...rest }: CallOffDialogProps) {
  return (
    <Dialog title={as === "REFUNDED" ? "Refund this order?" : "Cancel this order?"} isOpen={as !== null} onClose={onClose} stays>
      {as === null ? null : <Question as={as} onClose={onClose} {...rest} />}
    </Dialog>
  );
}

function Question({ domain, order, as, onClose }: CallOffDialogProps & { as: "CANCELLED" | "REFUNDED" }) {
  const [reason, setReason] = useState("");
  const isCancelled = as === "CANCELLED";
  const step = useStep(domain, order, () => {
    toast({ title: isCancelled ? "The order is cancelled" : "The order is refunded", body: "The buyer gets a mail." });
    onClose();
  });
  const isUnpaid = order.state === "PLACED";
  const back = isUnpaid ? 0 : order.total - order.refundedAmount;
  const amount = money(back, order.currency);
  return (
    <Form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate({ status: as, ...(reason.trim() !== "" && { reason: reason.trim() }) });
      }}
    >
      <p className="text-sm text-quiet">
        {isUnpaid ? (
          "It is not paid yet, so nothing goes back."
        ) : back === 0 ? (
          "It cost nothing, so nothing goes back."
        ) : (
          <>
            <strong className="text-ink">{amount}</strong> goes back to the buyer.
          </>
        )}{" "}
        {isCancelled ? "The pieces go back on the shelf." : "What was sent stays with the buyer."} Tickets in it are cancelled. It cannot be
        undone.
      </p>
      <Field
        label="Why? The buyer reads it"
        placeholder="Sold out after all"
        maxLength={limits.nameCharsMax}
        value={reason}
        onChange={setReason}
        autoFocus
      />
      <StepFailure error={step.error} />
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onClose}>Keep it</Button>
        <Button type="submit" variant="loss" isPending={step.isPending}>
          {step.isPending ? "Giving back…" : `${isCancelled ? "Cancel order" : "Refund"}${back === 0 ? "" : `, ${amount} back`}`}
        </Button>
      </div>
    </Form>
  );
}
