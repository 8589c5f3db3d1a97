import type { StoredCart, StoredItem } from "../../contracts/cart.ts";
import init from "../../migrations/cart/0001_init.sql";
import { isMigrated, type Migration, migrate } from "../migrate.ts";
import { SpentTickets } from "../spent-tickets.ts";
import { emptyCart } from "./change-cart.ts";

const migrations: readonly Migration[] = [["0001_init", init]];
/** Orders of before these are over for good. */
const checkoutsKept = 20;
/** A merging is repeated within minutes. */
const mergedMs = 30 * 86_400_000;

/** An order that is, or was, made of the cart. */
export interface Checkout {
  orderId: string;
  state: "RUNNING" | "DONE" | "FAILED";
  until: number;
  items: StoredItem[];
  promotionCode: string | null;
}

type CartRow = { rev: number; currency: string | null; promotion_code: string | null; merged_into: string | null; updated_at: number };
type ItemRow = {
  id: string;
  kind: StoredItem["kind"];
  product_id: string;
  variant_id: string;
  quantity: number;
  price: number;
  reservation_token: string;
  added_at: number;
};
type CheckoutRow = { order_id: string; state: Checkout["state"]; until: number; items: string; promotion_code: string | null };

/** A cart's SQLite. One that nothing was ever put into leaves no database behind. */
export class CartStorage {
  readonly #spentTickets = new SpentTickets();
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  #isSetUp: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#isSetUp = isMigrated(storage);
    if (this.#isSetUp) migrate(storage, migrations);
  }

  /** Whether there is anything to forget. */
  get isSetUp(): boolean {
    return this.#isSetUp;
  }

  /** The cart, with the order that is being made of it at this moment. */
  load(now: number): StoredCart {
    const row = this.#isSetUp ? this.#sql.exec<CartRow>("SELECT * FROM cart").toArray()[0] : undefined;
    if (row === undefined) return emptyCart;
    const running = this.#sql
      .exec<CheckoutRow>("SELECT * FROM checkout WHERE state = 'RUNNING' AND until > ? ORDER BY begun_at DESC LIMIT 1", now)
      .toArray()[0];
    return {
      rev: row.rev,
      currency: row.currency,
      items: this.#sql.exec<ItemRow>("SELECT * FROM item ORDER BY position").toArray().map(itemOf),
      promotionCode: row.promotion_code,
      checkout: running ? { orderId: running.order_id, untilMs: running.until } : null,
      mergedInto: row.merged_into,
      updatedAtMs: row.updated_at,
    };
  }

  /** All of `work` or nothing. */
  transaction<Result>(work: () => Result): Result {
    if (!this.#isSetUp) migrate(this.#storage, migrations);
    this.#isSetUp = true;
    return this.#storage.transactionSync(work);
  }

  save(cart: StoredCart): void {
    this.#sql.exec(
      `INSERT INTO cart (id, rev, currency, promotion_code, merged_into, updated_at) VALUES (1, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, currency = excluded.currency, promotion_code = excluded.promotion_code,
         merged_into = excluded.merged_into, updated_at = excluded.updated_at`,
      cart.rev,
      cart.currency,
      cart.promotionCode,
      cart.mergedInto,
      cart.updatedAtMs,
    );
    this.#sql.exec("DELETE FROM item WHERE id NOT IN (SELECT value FROM json_each(?))", JSON.stringify(cart.items.map(({ id }) => id)));
    cart.items.forEach((item, position) => {
      const product = item.kind === "PRODUCT" ? item : null;
      this.#sql.exec(
        `INSERT INTO item (id, position, kind, product_id, variant_id, quantity, price, reservation_token, added_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, quantity = excluded.quantity, price = excluded.price
         WHERE position <> excluded.position OR quantity IS NOT excluded.quantity OR price IS NOT excluded.price`,
        item.id,
        position,
        item.kind,
        product?.productId ?? null,
        product?.variantId ?? null,
        product?.quantity ?? null,
        product?.price ?? null,
        item.kind === "TICKETS" ? item.reservationToken : null,
        item.addedAtMs,
      );
    });
  }

  checkout(orderId: string): Checkout | null {
    if (!this.#isSetUp) return null;
    const row = this.#sql.exec<CheckoutRow>("SELECT * FROM checkout WHERE order_id = ?", orderId).toArray()[0];
    if (row === undefined) return null;
    return { orderId, state: row.state, until: row.until, items: JSON.parse(row.items), promotionCode: row.promotion_code };
  }

  saveCheckout({ orderId, state, until, items, promotionCode }: Checkout, now: number): void {
    this.#sql.exec(
      `INSERT INTO checkout (order_id, state, until, items, promotion_code, begun_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (order_id) DO UPDATE SET state = excluded.state, until = excluded.until, items = excluded.items, promotion_code = excluded.promotion_code`,
      orderId,
      state,
      until,
      JSON.stringify(items),
      promotionCode,
      now,
    );
    this.#sql.exec(
      "DELETE FROM checkout WHERE order_id NOT IN (SELECT order_id FROM checkout ORDER BY begun_at DESC LIMIT ?)",
      checkoutsKept,
    );
  }

  /** The oldest giving to `into` that was not taken up yet, as it was given. */
  givingTo(into: string): StoredCart | null {
    if (!this.#isSetUp) return null;
    const row = this.#sql.exec<{ given: string }>("SELECT given FROM giving WHERE into_cart = ? ORDER BY rev LIMIT 1", into).toArray()[0];
    return row === undefined ? null : JSON.parse(row.given);
  }

  saveGiving(into: string, given: StoredCart): void {
    this.#sql.exec("INSERT INTO giving (rev, into_cart, given) VALUES (?, ?, ?)", given.rev, into, JSON.stringify(given));
  }

  forgetGiving(rev: number): void {
    if (this.#isSetUp) this.#sql.exec("DELETE FROM giving WHERE rev = ?", rev);
  }

  /** Notes that this giving was taken up; false if it was before. */
  noteMerged(mergeId: string, now: number): boolean {
    this.#sql.exec("DELETE FROM merged WHERE at < ?", now - mergedMs);
    return this.#sql.exec("INSERT INTO merged VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", mergeId, now).toArray().length > 0;
  }

  /** Spends a one-time ticket; false if it was spent before. */
  spendTicket(id: string, now: number): boolean {
    return this.transaction(() => this.#spentTickets.spend(this.#sql, id, now));
  }

  /** As if there had never been anything. */
  async erase(): Promise<void> {
    this.#isSetUp = false;
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
  }
}

const itemOf = (row: ItemRow): StoredItem =>
  row.kind === "TICKETS"
    ? { id: row.id, kind: "TICKETS", reservationToken: row.reservation_token, addedAtMs: row.added_at }
    : {
        id: row.id,
        kind: "PRODUCT",
        productId: row.product_id,
        variantId: row.variant_id,
        quantity: row.quantity,
        price: row.price,
        addedAtMs: row.added_at,
      };
