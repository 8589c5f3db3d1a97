import { OrderStatus } from "../../../../../contracts/orders.ts";
import { failedWith } from "../../../api/failure.ts";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { orderStatuses } from "./order-words.ts";

/** Why a step was not taken. */
export function StepFailure({ error }: { error: unknown }) {
  if (!failedWith(error, "ILLEGAL_TRANSITION")) return <FormFailure error={error} />;
  const { data: status } = OrderStatus.safeParse(error.details.status);
  const now = status === undefined ? "It is not what it was" : `It is now: ${orderStatuses[status].words.toLowerCase()}`;
  return (
    <p role="alert" className="rise rounded-control border border-loss/50 bg-raised px-4 py-3 text-sm">
      This order cannot take that step any more. {now}.
    </p>
  );
}
