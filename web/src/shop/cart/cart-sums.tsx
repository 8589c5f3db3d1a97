import type { Cart } from "../../../../contracts/cart.ts";
import { money } from "../../money.ts";

type Sums = Pick<Cart, "subtotal" | "discount" | "total"> & { currency: string | null };

/** What it comes to. */
export function CartSums({ cart: { subtotal, discount, total, currency } }: { cart: Sums }) {
  if (currency === null) return null;
  return (
    <dl className="tabular grid gap-1 text-sm">
      {discount > 0 ? (
        <>
          <Row name="Subtotal" amount={money(subtotal, currency)} />
          <Row name="Discount" amount={`−${money(discount, currency)}`} good />
        </>
      ) : null}
      <div className="flex items-baseline justify-between gap-4">
        <dt className="font-semibold">Total</dt>
        <dd className="font-display text-lg font-bold">{money(total, currency)}</dd>
      </div>
    </dl>
  );
}

function Row({ name, amount, good = false }: { name: string; amount: string; good?: boolean }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-quiet">{name}</dt>
      <dd className={good ? "text-good" : ""}>{amount}</dd>
    </div>
  );
}
