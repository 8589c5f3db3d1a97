import type { Handler } from "express";
import type { Pool } from "pg";
import { z } from "zod";

const Body = z.strictObject({ productId: z.string().max(64), quantity: z.number().int().min(1).max(1000).default(1) });

const putIn = `INSERT INTO cart_items (user_id, product_id, quantity) SELECT $1, id, $3 FROM products WHERE id = $2 AND stock >= $3
  ON CONFLICT (user_id, product_id) DO UPDATE SET quantity = cart_items.quantity + excluded.quantity RETURNING quantity`;
const readCart = `SELECT product_id AS "productId", name, quantity, price AS "unitPrice", quantity * price AS price, stock AS available
  FROM cart_items JOIN products ON products.id = product_id WHERE user_id = $1 ORDER BY product_id`;

/** Puts pieces of a product into the caller's cart in PostgreSQL and answers the cart with the prices and the stock of this moment. */
export function addToCart(database: Pool): Handler {
  return async (request, response) => {
    const refuse = (status: number, code: string) => void response.status(status).json({ success: false, error: { code } });
    const body = Body.safeParse(request.body);
    if (!body.success) return refuse(422, "VALIDATION_FAILED");
    const userId = String(response.locals.userId);
    const put = await database.query<object>({ name: "put in", text: putIn, values: [userId, body.data.productId, body.data.quantity] });
    if (put.rows.length === 0) return refuse(409, "OUT_OF_STOCK");
    const { rows: items } = await database.query<{ price: number }>({ name: "cart", text: readCart, values: [userId] });
    const total = items.reduce((sum, { price }) => sum + price, 0);
    response.status(201).json({ success: true, data: { cart: { items, subtotal: total, discount: 0, total, currency: "EUR" } } });
  };
}
