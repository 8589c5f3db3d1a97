import type { Context, MiddlewareHandler } from "hono";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import { actorName } from "../platform/context.ts";
import { hmac, sha256 } from "../platform/digest.ts";
import { forgetAnswer, openAnswer, reserveKey, storeAnswer } from "../platform/idempotency-records.ts";
import type { AppEnv } from "./app-env.ts";
import { respond } from "./respond.ts";

/**
 * Makes a write with an Idempotency-Key happen once: the same caller, route, key and body get the first answer again.
 * On routes whose fact lives in an object the object keeps the record, in the transaction of the change; here the key is only bound to its
 * caller and handed on. Nothing is remembered of a request that was refused before it ran (400, 401, 403, 413, 415, 422, 429) or that
 * failed on our side.
 */
export function idempotency(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const key = c.req.header("idempotency-key");
    const { idempotency: keeper } = c.get("endpoint");
    if (key === undefined || c.req.method === "GET") return next();
    if (key.length > limits.idempotencyKeyCharsMax || !/^[\x21-\x7e]+$/.test(key)) throw new AppError("IDEMPOTENCY_KEY_INVALID");
    if (keeper === "none") return next();

    const scope = await sha256(`${callerOf(c)}\n${c.req.method} ${c.req.path}`);
    const ctx = c.get("ctx");
    // Keyed, because a body can hold a password, and a plain hash of that would be quick to guess from a copy of the database.
    const fingerprint = await hmac(ctx.env.TOKEN_SECRET, "fingerprint", `${new URL(c.req.url).search}\n${c.get("bodyText")}`);
    if (keeper === "object") {
      ctx.idempotency = { key: `${scope} ${key}`, fingerprint };
      return next();
    }

    const first = await reserveKey(ctx, { scope, key, fingerprint });
    if (first !== null) {
      c.get("headers")["idempotent-replayed"] = "true";
      return respond(c, await openAnswer(ctx.env, scope, key, first.body), first.status, { "content-type": "application/json" });
    }
    await next();
    const record = { scope, key };
    const { status } = c.res;
    const remembered = ranToItsEnd(status) ? storeAnswer(ctx, record, status, await c.res.clone().text()) : forgetAnswer(ctx, record);
    // What was done is done and is answered; a repetition will find the attempt unfinished and, after a minute, run it again.
    await remembered.catch((error: unknown) => ctx.log.error("the answer under an Idempotency-Key could not be kept", error));
  };
}

const refusedBeforeRunning = [400, 401, 403, 413, 415, 422, 429];
const ranToItsEnd = (status: number): boolean => status < 500 && !refusedBeforeRunning.includes(status);

function callerOf(c: Context<AppEnv>): string {
  const { actor, tenant } = c.get("ctx");
  const name = `${tenant?.appId ?? "platform"} ${actorName(actor)}`;
  // Guests are told apart by the carts that they bring.
  const cart = actor.kind === "user" ? undefined : c.req.header("x-cart-id");
  return cart === undefined ? name : `${name} ${cart}`;
}
