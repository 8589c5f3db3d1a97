import { sha256, toBase64 } from "../platform/digest.ts";

export interface Pepper {
  /** Eight base64 characters that name the pepper in a hash without telling it. */
  id: string;
  secret: string;
}

/**
 * The peppers of `PASSWORD_PEPPER`, separated by spaces: the first hashes new passwords, all of them verify. To rotate, put a new one in
 * front and keep the old one until everybody has logged in once, which hashes their password anew.
 */
export async function peppersOf(env: Pick<Env, "PASSWORD_PEPPER">): Promise<[current: Pepper, ...older: Pepper[]]> {
  const [current, ...older] = await Promise.all(env.PASSWORD_PEPPER.split(/\s+/).filter(Boolean).map(pepper));
  if (current === undefined) throw new Error("PASSWORD_PEPPER is empty");
  return [current, ...older];
}

/** Of the base64url digest, so that a PHC string can carry it; the two characters that base64 has not are spelled as it does. */
const pepper = async (secret: string): Promise<Pepper> => ({
  id: (await sha256(`pepper ${secret}`)).slice(0, 8).replaceAll("-", "+").replaceAll("_", "/"),
  secret,
});

/**
 * What is hashed in place of a password: base64(HMAC-SHA-256(pepper, NFC(password))). Always 44 ASCII characters, whatever the length and the
 * script of the password, so that nothing is cut off and none is too long; and worthless to whoever has the database alone.
 */
export async function seasoned({ secret }: Pepper, password: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toBase64(await crypto.subtle.sign("HMAC", key, encoder.encode(password.normalize("NFC"))));
}
