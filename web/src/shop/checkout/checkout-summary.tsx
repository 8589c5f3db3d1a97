import { Timer } from "lucide-react";
import { useEffect } from "react";
import type { Cart, CartItem } from "../../../../contracts/cart.ts";
import type { Domain } from "../../domains.ts";
import { money } from "../../money.ts";
import { Poster } from "../../parts/poster.tsx";
import { placeOf } from "../../seat-place.ts";
import { dayAndClock, minutesAndSeconds } from "../../time.ts";
import { useSecondsLeft } from "../../use-seconds-left.ts";
import { rereadCart } from "../cart/cart-queries.ts";
import { CartSums } from "../cart/cart-sums.tsx";
import { blocks, problemWords } from "../cart/problem-words.ts";
import { PromotionEntry } from "../cart/promotion-entry.tsx";
import { Picture } from "../parts/picture.tsx";

/** What is paid for. It stays in sight. */
export function CheckoutSummary({ domain, cart }: { domain: Domain; cart: Cart }) {
  const currency = cart.currency ?? "EUR";
  return (
    <section
      aria-label="What you pay for"
      className="grid gap-4 self-start rounded-card border border-line bg-raised p-4 sm:p-5 lg:sticky lg:top-20"
    >
      {cart.expiresAt === null ? null : <HeldFor domain={domain} until={cart.expiresAt} />}
      <ul className="grid gap-4">
        {cart.items.map((item) => (
          <li key={item.id} className={`flex gap-3 ${blocks(item) ? "opacity-70" : ""}`}>
            {item.kind === "PRODUCT" ? (
              <Picture url={item.imageUrl} className="size-12 shrink-0 rounded-control ring-1 ring-line" />
            ) : (
              <Poster title={item.name} url={item.imageUrl} className="w-12 shrink-0 self-start rounded-control" />
            )}
            <div className="min-w-0 flex-1 text-sm">
              <p className="line-clamp-2 font-medium">{item.name}</p>
              {sidesOf(item).map((side) => (
                <p key={side} className="tabular text-quiet">
                  {side}
                </p>
              ))}
              {item.problem === null ? null : (
                <p className={item.problem === "PRICE_CHANGED" ? "text-quiet" : "text-loss"}>{problemWords(item, currency)}</p>
              )}
            </div>
            <p className={`tabular text-sm font-medium ${blocks(item) ? "line-through" : ""}`}>{money(item.price, currency)}</p>
          </li>
        ))}
      </ul>
      <div className="grid gap-3 border-t border-line pt-4">
        <PromotionEntry domain={domain} promotion={cart.promotion} />
        <CartSums cart={cart} />
      </div>
    </section>
  );
}

function sidesOf(item: CartItem): string[] {
  if (item.kind === "TICKETS") return [dayAndClock(item.startsAt, item.timeZone), item.seats.map((seat) => placeOf(seat)).join(" · ")];
  const side = [item.variantName, item.quantity > 1 ? `${item.quantity} pieces` : ""].filter(Boolean).join(" · ");
  return side === "" ? [] : [side];
}

function HeldFor({ domain, until }: { domain: Domain; until: string }) {
  const left = useSecondsLeft(until);
  useEffect(() => {
    if (left === 0) void rereadCart(domain);
  }, [left, domain]);
  if (left === 0) return null;
  return (
    <p
      className={`tabular flex items-center gap-2 rounded-control bg-stage px-3 py-2 text-sm ${left <= 30 ? "font-semibold text-loss" : ""}`}
    >
      <Timer className="size-4 shrink-0" aria-hidden />
      <span role="timer" aria-label="Time left for your seats">
        Your seats are held for {minutesAndSeconds(left)}
      </span>
    </p>
  );
}
