import { randomBytes } from "node:crypto";
import type { Handler } from "express";
import type { Client, Pool } from "pg";
import { z } from "zod";
import { inTransaction } from "./order.ts";

const Body = z.strictObject({
  paymentMethod: z.strictObject({ method: z.literal("card"), token: z.string().max(64) }),
  shippingAddress: z.record(z.string(), z.string()),
});

interface Wanted {
  productId: string;
  name: string;
  quantity: number;
  price: number;
  stock: number;
}

/** In the order of the ids, so that two checkouts of the same products wait for each other and never in a circle. */
const lockStock = `SELECT product_id AS "productId", name, quantity, price, stock
  FROM cart_items JOIN products ON products.id = product_id WHERE user_id = $1 ORDER BY products.id FOR UPDATE`;
const takeStock = "UPDATE products SET stock = stock - quantity FROM cart_items WHERE user_id = $1 AND products.id = product_id";
const insertOrder =
  "INSERT INTO orders (id, user_id, status, total, currency, shipping_address) VALUES ($1, $2, 'PAID', $3, 'EUR', $4) RETURNING created_at";
const insertLines = `INSERT INTO order_lines (order_id, product_id, name, quantity, unit_price)
  SELECT $1, id, name, quantity, price FROM unnest($2::text[], $3::text[], $4::integer[], $5::integer[]) AS line (id, name, quantity, price)`;
const insertPayment =
  "INSERT INTO order_payments (id, order_id, amount, currency, status, token) VALUES ($1, $2, $3, 'EUR', 'SUCCESS', $4)";

/**
 * Sells the caller's cart in one transaction that has the stock's rows locked: stock, order, lines, payment, and the cart is empty. The payment is a row: nobody is
 * asked for the money, which a real provider would have to be before the commit or after it.
 */
export function checkOut(database: Pool): Handler {
  return async (request, response) => {
    const refuse = (status: number, code: string) => void response.status(status).json({ success: false, error: { code } });
    const body = Body.safeParse(request.body);
    if (!body.success) return refuse(422, "VALIDATION_FAILED");
    const userId = String(response.locals.userId);
    const sold = await inTransaction(database, async (client) => {
      const { rows: lines } = await client.query<Wanted>({ name: "lock stock", text: lockStock, values: [userId] });
      if (lines.length === 0) return "CART_EMPTY";
      if (lines.some(({ stock, quantity }) => stock < quantity)) return "OUT_OF_STOCK";
      return sell(client, userId, lines, body.data);
    });
    if (typeof sold === "string") return refuse(409, sold);
    response.status(201).json({ success: true, data: sold });
  };
}

async function sell(client: Client, userId: string, lines: Wanted[], { paymentMethod, shippingAddress }: z.infer<typeof Body>) {
  const orderId = `ord_${randomBytes(16).toString("hex")}`;
  const paymentId = `pay_${randomBytes(16).toString("hex")}`;
  const total = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  await client.query({ name: "take stock", text: takeStock, values: [userId] });
  await client.query({ name: "place", text: insertOrder, values: [orderId, userId, total, JSON.stringify(shippingAddress)] });
  await client.query({
    name: "lines",
    text: insertLines,
    values: [
      orderId,
      lines.map(({ productId }) => productId),
      lines.map(({ name }) => name),
      lines.map(({ quantity }) => quantity),
      lines.map(({ price }) => price),
    ],
  });
  await client.query({ name: "pay order", text: insertPayment, values: [paymentId, orderId, total, paymentMethod.token] });
  await client.query({ name: "empty cart", text: "DELETE FROM cart_items WHERE user_id = $1", values: [userId] });
  const shown = lines.map(({ stock: _, ...line }) => line);
  return {
    order: { id: orderId, status: "PAID", lines: shown, total, currency: "EUR", shippingAddress },
    payment: { id: paymentId, status: "SUCCESS", amount: total, currency: "EUR" },
  };
}
