import { randomBytes } from "node:crypto";
import { signingKey } from "./signing-keys.ts";

export const secretNames = [
  "ADMIN_PASSWORD_HASH",
  "SIGNING_KEYS",
  "PASSWORD_PEPPER",
  "TOKEN_SECRET",
  "PAYMENTS_WEBHOOK_SECRET",
  "CONFIG_TOKEN",
] as const;
export type SecretName = (typeof secretNames)[number];

/** Secrets that a platform can do without: settings in wrangler.toml, where they are empty, and secrets wherever they are given. */
export const optionalSecretNames = [
  "MAIL_API_KEY",
  "SMTP_URL",
  "MAIL_WEBHOOK_SECRET",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
] as const;
export type OptionalSecretName = (typeof optionalSecretNames)[number];

/** Random secrets of the shapes that the platform expects; the administrator's password hash is made with the pepper, by whoever knows the password. */
export function freshSecrets(now: Date): Record<Exclude<SecretName, "ADMIN_PASSWORD_HASH">, string> {
  return {
    SIGNING_KEYS: JSON.stringify([signingKey(now)]),
    PASSWORD_PEPPER: randomBytes(32).toString("base64url"),
    TOKEN_SECRET: randomBytes(32).toString("base64url"),
    CONFIG_TOKEN: randomBytes(32).toString("base64url"),
    PAYMENTS_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString("base64")}`,
  };
}
