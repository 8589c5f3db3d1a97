import { useState } from "react";
import { limits } from "../../../../contracts/limits.ts";
import type { Order } from "../../../../contracts/orders.ts";
import { failedWith } from "../../api/failure.ts";
import type { Domain } from "../../domains.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { Picture } from "../parts/picture.tsx";
import { Quantity } from "../parts/quantity.tsx";
import { worthOf } from "./order-words.ts";
import { useOrderChange } from "./use-order-change.ts";

interface ReturnDialogProps {
  domain: Domain;
  order: Order;
  isOpen: boolean;
  onClose: () => void;
}

/** Sends some of what was delivered back. */
export function ReturnDialog({ domain, order, isOpen, onClose }: ReturnDialogProps) {
  return (
    <Dialog title="Return something" isOpen={isOpen} onClose={onClose}>
      {isOpen ? <ReturnForm domain={domain} order={order} leave={onClose} /> : null}
    </Dialog>
  );
}

type GoodsLine = Extract<Order["lines"][number], { kind: "PRODUCT" }>;

function ReturnForm({ domain, order, leave }: { domain: Domain; order: Order; leave: () => void }) {
  const lines = order.lines.filter((line): line is GoodsLine => line.kind === "PRODUCT" && line.quantity > line.returnedQuantity);
  const [only] = lines.length === 1 ? lines : [];
  const [pieces, setPieces] = useState<Record<string, number>>(
    only === undefined ? {} : { [only.id]: only.quantity - only.returnedQuantity },
  );
  const [reason, setReason] = useState("");
  const send = useOrderChange(domain, order, "return", leave);
  const chosen = lines.flatMap((line) => {
    const quantity = pieces[line.id] ?? 0;
    return quantity > 0 ? [{ line, quantity }] : [];
  });
  const back = chosen.reduce((sum, { line, quantity }) => sum + worthOf(line, quantity), 0);
  const submit = () =>
    send.mutate({
      lines: chosen.map(({ line, quantity }) => ({ lineId: line.id, quantity })),
      ...(reason.trim() !== "" && { reason: reason.trim() }),
    });
  return (
    <div className="grid gap-4">
      <ul className="divide-y divide-line">
        {lines.map((line) => (
          <li key={line.id} className="flex items-center gap-3 py-3">
            <Picture url={line.imageUrl} className="size-12 shrink-0 rounded-control ring-1 ring-line" />
            <span className="min-w-0 flex-1 text-sm">
              <span className="line-clamp-2 font-medium">{line.name}</span>
              <span className="text-quiet">
                {[line.variantName, `of ${line.quantity - line.returnedQuantity}`].filter(Boolean).join(" · ")}
              </span>
            </span>
            <Quantity
              of={line.name}
              value={pieces[line.id] ?? 0}
              least={0}
              most={line.quantity - line.returnedQuantity}
              change={(quantity) => setPieces({ ...pieces, [line.id]: quantity })}
              disabled={send.isPending}
            />
          </li>
        ))}
      </ul>
      <Field
        label="What is wrong with it?"
        hint="You may leave this out."
        value={reason}
        onChange={setReason}
        maxLength={limits.nameCharsMax}
      />
      <p role="status" className="tabular flex items-baseline justify-between gap-4 rounded-card border border-line bg-stage p-4">
        <span className="text-sm font-semibold">Comes back to you</span>
        <span className="font-display text-xl font-bold">{money(back, order.currency)}</span>
      </p>
      <FormFailure error={failedWith(send.error, "RETURN_NOT_POSSIBLE") ? null : send.error} />
      {failedWith(send.error, "RETURN_NOT_POSSIBLE") ? (
        <p role="alert" className="text-sm text-loss">
          {send.error.details.reason === "TOO_LATE"
            ? `Returns are taken for ${limits.returnDays} days after the delivery.`
            : "Some of it has been returned already. Look again."}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onPress={leave}>
          Keep everything
        </Button>
        <Button variant="primary" isDisabled={chosen.length === 0} isPending={send.isPending} onPress={submit}>
          {send.isPending ? "Returning…" : "Return"}
        </Button>
      </div>
    </div>
  );
}
