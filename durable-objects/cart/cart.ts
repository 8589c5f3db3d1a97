import { DurableObject } from "cloudflare:workers";
import { type CartCalls, itemCountOf, type StoredCart } from "../../contracts/cart.ts";
import type { Outcome, Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { CartPush } from "../../contracts/pushes.ts";
import { inboxOf } from "../../workers/identity/inbox-of.ts";
import { newId } from "../../workers/platform/ids.ts";
import { Logger } from "../../workers/platform/log.ts";
import { refusedUpgrade } from "../sockets.ts";
import { CartSockets } from "./cart-sockets.ts";
import { CartStorage } from "./cart-storage.ts";
import * as change from "./change-cart.ts";
import { mergeCarts, sharesCurrency } from "./merge-carts.ts";
import { ownerOf } from "./owner.ts";

type Input<Verb extends keyof CartCalls> = Parameters<CartCalls[Verb]>[0];
type Answer<Verb extends keyof CartCalls> = Awaited<ReturnType<CartCalls[Verb]>>;

const guestCartMs = limits.guestCartDays * 86_400_000;
const gatherMs = 100;

/**
 * What one person, or one guest, is about to buy. It knows neither prices nor stock nor whether a reservation still stands: whoever shows it asks those who
 * know. SQL is the truth and nothing is in memory, so that nothing is lost with it.
 */
export class Cart extends DurableObject<Env> implements CartCalls {
  readonly #storage: CartStorage;
  readonly #sockets: CartSockets;
  readonly #owner: ReturnType<typeof ownerOf>;
  #isOwnerToBeTold = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = new CartStorage(ctx.storage);
    this.#sockets = new CartSockets(ctx);
    this.#owner = ownerOf(ctx.id.name ?? "");
  }

  /** The cart as it is, with the order that is being made of it at this moment. */
  async read(): Promise<StoredCart> {
    return this.#storage.load(Date.now());
  }

  /** So many more pieces of a variant. CART_FULL, CURRENCY_MISMATCH, OUT_OF_STOCK with details.available, CART_CHECKING_OUT. */
  async addProduct(input: Input<"addProduct">): Promise<Answer<"addProduct">> {
    return this.#change((cart, now) => change.addProduct(cart, input, { itemId: newId("cartItem"), now }));
  }

  /** A reservation; the same again: nothing. CART_FULL, CURRENCY_MISMATCH, CART_CHECKING_OUT. */
  async addReservation(input: Input<"addReservation">): Promise<Answer<"addReservation">> {
    return this.#change((cart, now) => change.addReservation(cart, input, { itemId: newId("cartItem"), now }));
  }

  /** Another number of pieces. CART_ITEM_NOT_FOUND, VALIDATION_FAILED for tickets, CART_FULL, OUT_OF_STOCK, CART_CHECKING_OUT. */
  async changeQuantity(input: Input<"changeQuantity">): Promise<Answer<"changeQuantity">> {
    return this.#change((cart) => change.changeQuantity(cart, input));
  }

  /** Answers what was removed. CART_ITEM_NOT_FOUND, CART_CHECKING_OUT. */
  async removeItem(input: Input<"removeItem">): Promise<Answer<"removeItem">> {
    return this.#change((cart) => change.removeItem(cart, input));
  }

  /** Everything leaves the cart, the code too. Answers what was removed. CART_CHECKING_OUT. */
  async empty(): Promise<Answer<"empty">> {
    return this.#change((cart) => ({ ok: true, cart: change.emptied(cart), removed: cart.items }));
  }

  /** Another code in place of the one before; null: none. CART_CHECKING_OUT. */
  async enterPromotion(input: Input<"enterPromotion">): Promise<Answer<"enterPromotion">> {
    return this.#change((cart) => ({ ok: true, cart: change.enterPromotion(cart, input) }));
  }

  /** The owner has agreed to these prices, in minor units; while an order is being made too. */
  async pricesSeen(input: Input<"pricesSeen">): Promise<StoredCart> {
    return this.#changeAnyhow((cart) => change.pricesSeen(cart, input));
  }

  /** Keeps the cart as it is until `untilMs`, or longer when asked again for the same order; or answers which is being made, or was made, already: `begun` false. CART_EMPTY. */
  async beginCheckout({ orderId, untilMs }: Input<"beginCheckout">): Promise<Answer<"beginCheckout">> {
    const now = Date.now();
    const cart = this.#storage.load(now);
    const known = this.#storage.checkout(orderId);
    const running = known?.state === "DONE" ? orderId : cart.checkout?.orderId;
    if (running === orderId && known?.state === "RUNNING") {
      this.#storage.saveCheckout({ ...known, until: Math.max(known.until, untilMs) }, now);
      return { ok: true, cart, orderId, begun: true };
    }
    if (running !== undefined) return { ok: true, cart, orderId: running, begun: false };
    if (cart.items.length === 0) return { ok: false, code: "CART_EMPTY" };
    const { items, promotionCode } = cart;
    this.#storage.transaction(() => {
      this.#storage.saveCheckout({ orderId, state: "RUNNING", until: untilMs, items, promotionCode }, now);
      this.#save(cart, { ...cart }, now);
    });
    return { ok: true, cart: this.#tell(), orderId, begun: true };
  }

  /** What the order was made of leaves the cart, also if it was given up for lost meanwhile. Again, or of an order that is not known: nothing. */
  async checkedOut({ orderId }: Input<"checkedOut">): Promise<void> {
    const checkout = this.#storage.checkout(orderId);
    if (checkout === null || checkout.state === "DONE") return;
    const now = Date.now();
    this.#storage.transaction(() => {
      const cart = this.#storage.load(now);
      this.#storage.saveCheckout({ ...checkout, state: "DONE" }, now);
      this.#save(cart, change.withoutOrdered(cart, checkout.items, checkout.promotionCode), now);
    });
    this.#tell();
  }

  /** The cart is its owner's again, as it was. Again: nothing. */
  async checkoutFailed({ orderId }: Input<"checkoutFailed">): Promise<void> {
    const checkout = this.#storage.checkout(orderId);
    if (checkout?.state !== "RUNNING") return;
    const now = Date.now();
    this.#storage.transaction(() => {
      const cart = this.#storage.load(now);
      this.#storage.saveCheckout({ ...checkout, state: "FAILED" }, now);
      this.#save(cart, { ...cart }, now);
    });
    this.#tell();
  }

  /** Gives all that it has to another cart and is empty then; the same each time until `givenTaken`. CURRENCY_MISMATCH, CART_CHECKING_OUT. */
  async giveAway({ into, currency }: Input<"giveAway">): Promise<Answer<"giveAway">> {
    const pending = this.#storage.givingTo(into);
    if (pending !== null) return { ok: true, given: pending };
    const now = Date.now();
    const cart = this.#storage.load(now);
    if (cart.items.length === 0) return { ok: true, given: null };
    if (!sharesCurrency(cart.currency, currency)) return { ok: false, code: "CURRENCY_MISMATCH", details: { currency } };
    if (cart.checkout !== null) return beingOrdered(cart.checkout);
    const given = { ...cart, rev: cart.rev + 1, mergedInto: into };
    this.#storage.transaction(() => {
      this.#storage.saveGiving(into, given);
      this.#save(cart, { ...change.emptied(cart), mergedInto: into }, now);
    });
    this.#tell();
    return { ok: true, given };
  }

  /** What was given at `rev` has arrived. Again: nothing. */
  async givenTaken({ rev }: Input<"givenTaken">): Promise<void> {
    this.#storage.forgetGiving(rev);
  }

  /** Adds what another cart gave, once; `left`: how many items found no room. CURRENCY_MISMATCH, CART_CHECKING_OUT. */
  async takeUp({ mergeId, given }: Input<"takeUp">): Promise<Answer<"takeUp">> {
    return this.#change((cart, now): Outcome<{ cart: StoredCart; left: number }> => {
      if (!sharesCurrency(cart.currency, given.currency)) {
        return { ok: false, code: "CURRENCY_MISMATCH", details: { currency: cart.currency } };
      }
      if (!this.#storage.noteMerged(mergeId, now)) return { ok: true, cart, left: 0 };
      return { ok: true, ...mergeCarts(cart, given, () => newId("cartItem")) };
    });
  }

  /** Forgets everything and closes its sockets. */
  async erase(): Promise<void> {
    this.#sockets.sendAway();
    await this.#storage.erase();
  }

  /** Upgrades a socket that is told of changes. The Worker has proved whose cart it is; a ticket is spent here. */
  override async fetch(request: Request): Promise<Response> {
    const ticketId = request.headers.get("x-marquee-ticket");
    const now = Date.now();
    if (this.#sockets.areFull) return refusedUpgrade("OVERLOADED");
    if (ticketId !== null) {
      if (!this.#storage.spendTicket(ticketId, now)) return refusedUpgrade("TICKET_INVALID");
      this.#forgetLater(now);
    }
    return this.#sockets.accept(this.#storage.load(now).rev, now);
  }

  /** Nobody has anything to say here. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, "only listen here");
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#sockets.close(socket, code, reason);
  }

  /** A guest who does not come back leaves nothing. May run late, twice or for nothing: it looks when the cart was last changed. */
  override async alarm(): Promise<void> {
    if (!this.#storage.isSetUp) return;
    const forgetAt = this.#storage.load(Date.now()).updatedAtMs + guestCartMs;
    if (forgetAt > Date.now()) await this.ctx.storage.setAlarm(forgetAt);
    else await this.erase();
  }

  /** Makes a change, unless an order is being made of the cart: CART_CHECKING_OUT. What is refused changes nothing. */
  #change<More extends object>(
    judge: (cart: StoredCart, now: number) => Outcome<{ cart: StoredCart } & More>,
  ): Outcome<{ cart: StoredCart } & More> {
    const now = Date.now();
    const cart = this.#storage.load(now);
    if (cart.checkout !== null) return beingOrdered(cart.checkout);
    const outcome = this.#storage.transaction(() => {
      const judged = judge(cart, now);
      if (judged.ok && judged.cart !== cart) this.#save(cart, judged.cart, now);
      return judged;
    });
    if (!outcome.ok || outcome.cart === cart) return outcome;
    return { ...outcome, cart: this.#tell() };
  }

  #changeAnyhow(changed: (cart: StoredCart) => StoredCart): StoredCart {
    const now = Date.now();
    const cart = this.#storage.load(now);
    const next = changed(cart);
    if (next === cart) return cart;
    this.#storage.transaction(() => this.#save(cart, next, now));
    return this.#tell();
  }

  #save(before: StoredCart, after: StoredCart, now: number): void {
    this.#storage.save({ ...after, rev: before.rev + 1, updatedAtMs: now });
    this.#forgetLater(now);
  }

  /** Tells whoever looks at it, and the person's other pages, that it has changed. */
  #tell(): StoredCart {
    const now = Date.now();
    const cart = this.#storage.load(now);
    this.#sockets.tell(cart.rev, now);
    const { userId } = this.#owner;
    if (userId !== null && !this.#isOwnerToBeTold) {
      this.#isOwnerToBeTold = true;
      this.ctx.waitUntil(this.#tellOwner(userId));
    }
    return cart;
  }

  /** What happens in the next moment is told with it: putting something in and ordering it are one push. */
  async #tellOwner(userId: string): Promise<void> {
    await scheduler.wait(gatherMs);
    this.#isOwnerToBeTold = false;
    const now = Date.now();
    const { appId, cartId } = this.#owner;
    const cart = this.#storage.load(now);
    const data = { cartId, rev: cart.rev, itemCount: itemCountOf(cart) };
    const push: CartPush = { id: `${cartId}:${cart.rev}`, type: "cart.changed", appId, at: new Date(now).toISOString(), data };
    await inboxOf(this.env, userId)
      .push(push)
      .catch((error: unknown) => new Logger(this.env.LOG_LEVEL).warn("a cart's owner could not be told", { cause: String(error) }));
  }

  /** Each change of a guest's cart puts off when it is forgotten; the alarm that is set already finds that out by itself. */
  #forgetLater(now: number): void {
    if (this.#owner.userId !== null) return;
    this.ctx.waitUntil(this.ctx.storage.getAlarm().then((at) => (at === null ? this.ctx.storage.setAlarm(now + guestCartMs) : undefined)));
  }
}

const beingOrdered = ({ orderId }: { orderId: string }): Refusal => ({ ok: false, code: "CART_CHECKING_OUT", details: { orderId } });
