import type { CartCalls } from "../../../contracts/cart.ts";
import { idPrefixes } from "../../../contracts/values.ts";
import { callObject } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";

/** Whose cart: a person's, or a guest's by the id that only they know. */
export type CartOwner = { userId: string } | { guestId: string };

/** The name of a cart's object. The app is part of it: a person has a cart in each app, and another tenant's guest leads to an empty one. */
export const cartName = (appId: string, owner: CartOwner): string =>
  "userId" in owner ? `${appId}:${owner.userId}` : `${appId}:guest:${owner.guestId}`;

/** The object of a cart. The class implements `CartCalls`, so its stub answers by it. */
export const cartOf = (env: Env, appId: string, owner: CartOwner): CartCalls & Pick<Fetcher, "fetch"> =>
  env.CART.getByName(cartName(appId, owner)) as unknown as CartCalls & Pick<Fetcher, "fetch">;

/** How a cart is called towards its owner. */
export const cartIdOf = (owner: CartOwner): string =>
  "userId" in owner ? `${idPrefixes.cart}_${owner.userId.slice(`${idPrefixes.user}_`.length)}` : owner.guestId;

/** Asks the object of a cart of the caller's app. `idempotent`: whether the call may be repeated when the platform lost it. */
export const askCart = <Answer extends object | null>(
  ctx: TenantCtx,
  owner: CartOwner,
  options: { idempotent: boolean },
  ask: (cart: CartCalls) => Promise<Answer>,
): Promise<Answer> => callObject(() => ask(cartOf(ctx.env, ctx.tenant.appId, owner)), options);
