import { fromBase64Url, toBase64Url } from "./digest.ts";

/** What a sealed text is for. It opens only with the same two again, so no text can be put in the place of another. */
export interface SealPurpose {
  salt: string;
  info: string;
}

/** Encrypts a text that must not lie in a database as it is: AES-GCM under a key derived from TOKEN_SECRET and the purpose. */
export async function seal(env: Env, purpose: SealPurpose, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(env, purpose), new TextEncoder().encode(text));
  return `${toBase64Url(iv)}.${toBase64Url(sealed)}`;
}

/** The text that `seal` took. Throws if it was sealed for another purpose, under another secret, or altered. */
export async function unseal(env: Env, purpose: SealPurpose, sealed: string): Promise<string> {
  const [iv = "", text = ""] = sealed.split(".");
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: fromBase64Url(iv) },
    await sealingKey(env, purpose),
    fromBase64Url(text),
  );
  return new TextDecoder().decode(plain);
}

async function sealingKey(env: Env, { salt, info }: SealPurpose): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const secret = await crypto.subtle.importKey("raw", encoder.encode(env.TOKEN_SECRET), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: encoder.encode(salt), info: encoder.encode(info) },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}
