import { generateKeyPairSync, randomBytes } from "node:crypto";

export const secretNames = ["ADMIN_PASSWORD_HASH", "SIGNING_KEYS", "PASSWORD_PEPPER", "TOKEN_SECRET", "PAYMENTS_WEBHOOK_SECRET"] as const;
export type SecretName = (typeof secretNames)[number];

/** Random secrets of the shapes that the platform expects; the administrator's password hash is made with the pepper, by whoever knows the password. */
export function freshSecrets(now: Date): Record<Exclude<SecretName, "ADMIN_PASSWORD_HASH">, string> {
  return {
    SIGNING_KEYS: JSON.stringify([signingKey(now)]),
    PASSWORD_PEPPER: randomBytes(32).toString("base64url"),
    TOKEN_SECRET: randomBytes(32).toString("base64url"),
    PAYMENTS_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString("base64")}`,
  };
}

/** A private ES256 key as a JWK, named by the day of its making: keys are told apart and rotated by `kid`. */
function signingKey(now: Date): Record<string, string | undefined> {
  const { kty, crv, x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  return { kty, crv, x, y, d, kid: `${now.toISOString().slice(0, 10)}-${randomBytes(3).toString("hex")}` };
}
