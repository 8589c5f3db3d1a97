import { argon2Sync, createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** OWASP's second row for argon2id, as in workers/identity/password.ts, which verifies what is hashed here. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };

/** The hash of a password as workers/identity/password.ts makes it: argon2id over base64(HMAC-SHA-256(pepper, NFC(password))), as a PHC string. */
export function hashPassword(pepper: string, password: string, salt: Uint8Array = randomBytes(16)): string {
  const current = newest(pepper);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism},keyid=${keyId(current)}$${unpadded(salt)}$${unpadded(tag(current, password, salt))}`;
}

/** Whether this is the password of a hash that was made with one of these peppers. */
export function isPasswordOf(hash: string, peppers: string, password: string): boolean {
  const [, salt, expected] = /^\$argon2id\$v=19\$m=19456,t=2,p=1(?:,keyid=[^$]+)?\$([^$]+)\$([^$]+)$/.exec(hash) ?? [];
  if (salt === undefined || expected === undefined) return false;
  return peppers.split(/\s+/).some((pepper) => {
    const found = Buffer.from(unpadded(tag(pepper, password, Buffer.from(salt, "base64"))));
    return found.byteLength === expected.length && timingSafeEqual(found, Buffer.from(expected));
  });
}

/** Whether a hash says with which pepper it was made. */
export const namesPepper = (hash: string): boolean => /,keyid=[^$]+\$/.test(hash);

/** Whether a hash says that it was made with one of these peppers. */
export const isOfPepper = (hash: string, peppers: string): boolean =>
  peppers.split(/\s+/).some((pepper) => pepper !== "" && hash.includes(`,keyid=${keyId(pepper)}$`));

/** `PASSWORD_PEPPER` may name several, separated by spaces; the first one is in use. */
const newest = (pepper: string): string => pepper.split(/\s+/).find(Boolean) ?? "";

const keyId = (pepper: string): string => createHash("sha256").update(`pepper ${pepper}`).digest("base64").slice(0, 8);

function tag(pepper: string, password: string, salt: Uint8Array): Uint8Array {
  const seasoned = createHmac("sha256", pepper).update(password.normalize("NFC")).digest("base64");
  return argon2Sync("argon2id", { message: seasoned, nonce: salt, tagLength: 32, ...cost });
}

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
