import { PackageOpen, Printer, Undo2 } from "lucide-react";
import { useState } from "react";
import type { Order } from "../../../../contracts/orders.ts";
import type { Domain } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { CancelOrderDialog } from "./cancel-order-dialog.tsx";
import { isCancellable, isReturnable } from "./order-words.ts";
import { ReturnDialog } from "./return-dialog.tsx";

/** What can still be done with an order. */
export function OrderActions({ domain, order }: { domain: Domain; order: Order }) {
  const [open, setOpen] = useState<"cancel" | "return">();
  const close = () => setOpen(undefined);
  return (
    <div className="flex flex-wrap gap-3 print:hidden">
      {order.state === "CONFIRMED" ? (
        <Button onPress={() => print()}>
          <Printer className="size-4" aria-hidden />
          Print the receipt
        </Button>
      ) : null}
      {isReturnable(order, Date.now()) ? (
        <Button onPress={() => setOpen("return")}>
          <PackageOpen className="size-4" aria-hidden />
          Return something
        </Button>
      ) : null}
      {isCancellable(order) ? (
        <Button onPress={() => setOpen("cancel")}>
          <Undo2 className="size-4" aria-hidden />
          Cancel the order
        </Button>
      ) : null}
      <CancelOrderDialog domain={domain} order={order} isOpen={open === "cancel"} onClose={close} />
      <ReturnDialog domain={domain} order={order} isOpen={open === "return"} onClose={close} />
    </div>
  );
}
