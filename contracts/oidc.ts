import { z } from "zod";
import { limits } from "./limits.ts";
import { Id } from "./values.ts";

/** An OpenID Connect provider by its name in the configuration, e.g. `google`. */
export const OidcPath = z.strictObject({ provider: Id });

export const OidcProviders = z
  .object({ items: z.array(z.object({ provider: z.string(), name: z.string() })) })
  .meta({ id: "OidcProviders", example: { items: [{ provider: "google", name: "Google" }] } });
export type OidcProviders = z.infer<typeof OidcProviders>;

/** 43 to 128 characters, as RFC 7636 has them. */
const CodeVerifier = z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, "is not a code verifier (RFC 7636)");
const CodeChallenge = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not an S256 code challenge (RFC 7636)");

/**
 * `redirect_uri`: where the browser comes back to, on one of the app's origins. `code_challenge`: base64url(SHA-256(verifier)) of a verifier that
 * the page keeps to itself and sends with the code.
 */
export const OidcStartQuery = z.strictObject({
  app_id: Id,
  redirect_uri: z.url().max(limits.urlCharsMax),
  code_challenge: CodeChallenge.optional(),
});
export type OidcStartQuery = z.infer<typeof OidcStartQuery>;

/** `code`: from the address that the browser came back to. `codeVerifier`: where the start was given its challenge. */
export const OidcToken = z
  .strictObject({ code: z.string().min(1).max(128), codeVerifier: CodeVerifier.optional() })
  .meta({ id: "OidcToken", example: { code: "mq_oc_3q2Zb1kQ0m9…" } });
export type OidcToken = z.infer<typeof OidcToken>;
