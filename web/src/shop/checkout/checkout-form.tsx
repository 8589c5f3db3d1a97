import { LoaderCircle, Lock } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Form } from "react-aria-components/Form";
import type { Cart } from "../../../../contracts/cart.ts";
import type { Domain } from "../../domains.ts";
import { money } from "../../money.ts";
import { CardChoice } from "../../pages/pay/card-choice.tsx";
import { type CardToken, tokenOf } from "../../pages/pay/test-cards.ts";
import { Button } from "../../parts/button.tsx";
import { fieldErrors } from "../../parts/form-failure.tsx";
import { useSession } from "../../session/session.ts";
import { blocks } from "../cart/problem-words.ts";
import { Unbuyable } from "../cart/unbuyable.tsx";
import { addressOf, storeDraft, storedDraft } from "./address-draft.ts";
import { AddressFields } from "./address-fields.tsx";
import { CheckoutOutcome } from "./checkout-outcome.tsx";
import { CheckoutSummary } from "./checkout-summary.tsx";
import { type Delivery, DeliveryChoice } from "./delivery-choice.tsx";
import { useCheckout } from "./use-checkout.ts";

interface CheckoutFormProps {
  domain: Domain;
  cart: Cart;
  /** In place of the form: there is nothing to order. */
  empty: ReactNode;
  /** In place of the form: an order is being made of this cart. */
  onItsWay: (orderId: string) => ReactNode;
}

/** How it comes, how it is paid, and one button. */
export function CheckoutForm({ domain, cart: latest, empty, onItsWay }: CheckoutFormProps) {
  const session = useSession();
  const { now, pay } = useCheckout(domain);
  const busy = now.step === "working";
  // While it is ordered the cart empties itself; what is paid for stays in sight.
  const kept = useRef(latest);
  if (!busy) kept.current = latest;
  const cart = busy ? kept.current : latest;
  const [card, setCard] = useState<CardToken>("tok_ok");
  const hasGoods = cart.items.some(({ kind }) => kind === "PRODUCT");
  const [chosen, setDelivery] = useState<Delivery>();
  const delivery = chosen ?? (cart.items.some(({ kind }) => kind === "TICKETS") ? "collect" : "send");
  const [address, setAddress] = useState(() => storedDraft(session.status === "in" ? session.user.name : ""));
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (now.step !== "open" && now.step !== "working") end.current?.scrollIntoView({ block: "nearest" });
  }, [now]);

  if (!busy && cart.checkout !== null) return onItsWay(cart.checkout.orderId);
  if (!busy && cart.items.length === 0) return empty;
  const blocked = cart.items.some(blocks);
  const free = cart.total === 0;
  const isSent = hasGoods && delivery === "send";
  const order = () =>
    pay(async () => ({
      ...(!free && { paymentMethod: { method: "card", token: await tokenOf(card) } }),
      ...(isSent && { shippingAddress: addressOf(address) }),
    }));
  return (
    <Form
      className="mx-auto grid max-w-5xl gap-x-12 gap-y-8 px-4 pt-6 pb-16 sm:px-6 sm:pt-8 lg:grid-cols-[minmax(0,1fr)_23rem]"
      validationErrors={now.step === "failed" ? fieldErrors(now.error) : {}}
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) void order();
      }}
    >
      <h1 className="text-xl sm:text-2xl lg:col-span-2">Check out</h1>
      <div className="lg:order-last">
        <CheckoutSummary domain={domain} cart={cart} />
      </div>
      <div className="grid content-start gap-8">
        {hasGoods ? (
          <div className="grid gap-5">
            <DeliveryChoice value={delivery} choose={setDelivery} disabled={busy} />
            {isSent ? (
              <AddressFields
                draft={address}
                disabled={busy}
                onChange={(changes) => {
                  const next = { ...address, ...changes };
                  setAddress(next);
                  storeDraft(next);
                }}
              />
            ) : null}
          </div>
        ) : null}
        {free ? null : <CardChoice value={card} choose={setCard} disabled={busy} />}
        <div ref={end} className="grid scroll-mb-4 gap-3">
          <CheckoutOutcome now={now} cart={cart} />
          {blocked ? <Unbuyable domain={domain} cart={cart} /> : null}
          <Button type="submit" variant="primary" size="large" className="tabular w-full" isDisabled={busy || blocked}>
            {busy ? <LoaderCircle className="size-5 animate-spin" aria-hidden /> : null}
            {busy ? (free ? "Ordering…" : "Paying…") : free ? "Place the order" : `Pay ${money(cart.total, cart.currency ?? "EUR")}`}
          </Button>
          <p className="flex items-center justify-center gap-1.5 text-center text-xs text-quiet">
            <Lock className="size-3.5 shrink-0" aria-hidden />
            {free ? "This order costs nothing." : "You get all of it or pay nothing. No fees are added."}
          </p>
        </div>
      </div>
    </Form>
  );
}
