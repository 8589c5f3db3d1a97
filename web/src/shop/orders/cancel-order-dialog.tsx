import { useQueries } from "@tanstack/react-query";
import type { RefundQuote } from "../../../../contracts/bookings.ts";
import type { Order } from "../../../../contracts/orders.ts";
import { failedWith } from "../../api/failure.ts";
import { own } from "../../api/queries.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { worthOf } from "./order-words.ts";
import { useOrderChange } from "./use-order-change.ts";

interface CancelOrderDialogProps {
  domain: Domain;
  order: Order;
  isOpen: boolean;
  onClose: () => void;
}

/** Calls an order off. What comes back is said before anything is asked. */
export function CancelOrderDialog({ domain, order, isOpen, onClose }: CancelOrderDialogProps) {
  return (
    <Dialog title="Cancel the order" isOpen={isOpen} onClose={onClose}>
      {isOpen ? <Question domain={domain} order={order} leave={onClose} /> : null}
    </Dialog>
  );
}

/** What of an order's money comes back: goods whole, tickets by the policy of their showtime. */
function useWhatComesBack(domain: Domain, order: Order) {
  const paid = order.state === "CONFIRMED";
  const bookingIds = order.lines.flatMap((line) => (line.kind === "TICKETS" && line.bookingId !== null ? [line.bookingId] : []));
  const quotes = useQueries({
    queries: (paid ? bookingIds : []).map((bookingId) => ({
      queryKey: [own, "quote", bookingId, "order"],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await request<{ quote: RefundQuote }>(domain, `/bookings/${bookingId}/cancellation-quote`, { signal })).quote,
      staleTime: 0,
      gcTime: 0,
    })),
  });
  const goods = order.lines.reduce(
    (sum, line) => (line.kind === "PRODUCT" ? sum + worthOf(line, line.quantity - line.returnedQuantity) : sum),
    0,
  );
  const refused = quotes.find(({ data }) => data?.cancellable === false && data.reason !== "CANCELLED")?.data;
  return {
    paid,
    goods,
    tickets: bookingIds.length === 0 ? null : quotes.reduce((sum, { data }) => sum + (data?.cancellable ? data.amount : 0), 0),
    loading: quotes.some(({ isPending }) => isPending),
    error: quotes.find(({ isError }) => isError)?.error ?? null,
    refused: refused !== undefined,
  };
}

function Question({ domain, order, leave }: { domain: Domain; order: Order; leave: () => void }) {
  const back = useWhatComesBack(domain, order);
  const cancel = useOrderChange(domain, order, "cancel", leave);
  const { currency } = order;
  const late = failedWith(cancel.error, "ILLEGAL_TRANSITION");
  return (
    <div className="grid gap-4">
      {back.refused ? (
        <p role="status" className="rounded-card border border-line bg-stage p-4 text-sm">
          Your tickets can no longer be given back, so the order cannot be cancelled as a whole.
        </p>
      ) : !back.paid ? (
        <p className="rounded-card border border-line bg-stage p-4 text-sm">
          It is not paid yet. Everything goes back into your cart; should the bank still pay, that is refunded.
        </p>
      ) : back.loading ? (
        <div aria-busy="true" className="skeleton h-24 rounded-card" />
      ) : (
        <div role="status" className="rounded-card border border-line bg-stage p-4 text-sm">
          <dl className="tabular grid gap-1">
            {back.goods > 0 && back.tickets !== null ? (
              <>
                <Row name="For the merchandise" amount={money(back.goods, currency)} />
                <Row name="For the tickets" amount={money(back.tickets, currency)} />
              </>
            ) : null}
            <div className="flex items-baseline justify-between gap-4">
              <dt className="font-semibold">Comes back to you</dt>
              <dd className="font-display text-xl font-bold">{money(back.goods + (back.tickets ?? 0), currency)}</dd>
            </div>
          </dl>
        </div>
      )}
      <FormFailure error={late ? null : (cancel.error ?? back.error)} />
      {late ? (
        <p role="alert" className="text-sm text-loss">
          It has gone on in the meantime and can no longer be cancelled. Once it is there you can return it.
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onPress={leave}>
          Keep it
        </Button>
        <Button
          variant="loss"
          isDisabled={back.refused || back.loading || late}
          isPending={cancel.isPending}
          onPress={() => cancel.mutate({})}
        >
          {cancel.isPending ? "Cancelling…" : "Cancel the order"}
        </Button>
      </div>
    </div>
  );
}

function Row({ name, amount }: { name: string; amount: string }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-quiet">{name}</dt>
      <dd>{amount}</dd>
    </div>
  );
}
