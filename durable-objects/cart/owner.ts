import { idPrefixes } from "../../contracts/values.ts";

const guest = "guest:";

/** Whose cart an object is, by its name: `{appId}:{userId}` or `{appId}:guest:{cartId}`. `cartId`: as its owner is told. */
export function ownerOf(name: string): { appId: string; userId: string | null; cartId: string } {
  const [appId = "", ...rest] = name.split(":");
  const owner = rest.join(":");
  if (owner.startsWith(guest)) return { appId, userId: null, cartId: owner.slice(guest.length) };
  return { appId, userId: owner, cartId: `${idPrefixes.cart}_${owner.slice(`${idPrefixes.user}_`.length)}` };
}
