import type { Context } from "hono";
import { CartId } from "../../contracts/cart.ts";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";

const header = "x-cart-id";

/** The operations that begin a session, into whose cart the guest's goes. */
export const beginsSession: ReadonlySet<string> = new Set(["register", "signUp", "logIn", "refreshSession", "redeemOidcCode"]);
const alsoTakeCarts: ReadonlySet<string> = new Set(["checkOut", "createSocketTicket"]);

/** Whether a route looks at `x-cart-id`. */
export const takesGuestCart = ({ tag, operationId }: { tag: string; operationId: string }): boolean =>
  tag === "Cart" || beginsSession.has(operationId) || alsoTakeCarts.has(operationId);

/** The guest's cart that a request names in `x-cart-id`, or null. VALIDATION_FAILED if that can be none. */
export function guestCartIn(c: Context<AppEnv>): string | null {
  const given = c.req.header(header);
  if (given === undefined || given === "") return null;
  const parsed = CartId.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION_FAILED", { issues: parsed.error.issues.map(({ message }) => ({ path: header, message })) });
}
