import type { Context } from "hono";
import { CartId } from "../../contracts/cart.ts";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";

const header = "x-cart-id";

/** The guest's cart that a request names in `x-cart-id`, or null. VALIDATION_FAILED if that can be none. */
export function guestCartIn(c: Context<AppEnv>): string | null {
  const given = c.req.header(header);
  if (given === undefined || given === "") return null;
  const parsed = CartId.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION_FAILED", { issues: parsed.error.issues.map(({ message }) => ({ path: header, message })) });
}
