import { createHash } from "node:crypto";
import type { Handler, Response } from "express";
import { importJWK, type JWK, type JWTPayload, jwtVerify } from "jose";
import type { Pool } from "pg";

const believedMs = 30_000;

const refuse = (response: Response, code: string): Response => response.status(401).json({ success: false, error: { code } });

/** Checks `x-app-id` and `x-api-key` against PostgreSQL and believes what it found for half a minute, as the platform does. */
export function appCredentials(database: Pool): Handler {
  const known = new Map<string, { ok: boolean; until: number }>();
  return async (request, response, next) => {
    const appId = request.get("x-app-id") ?? "";
    const apiKey = request.get("x-api-key") ?? "";
    const cacheKey = `${appId} ${apiKey}`;
    let entry = known.get(cacheKey);
    if (entry === undefined || entry.until < Date.now()) {
      const hash = createHash("sha256").update(apiKey).digest("base64url");
      const text = "SELECT 1 FROM api_keys WHERE hash = $1 AND app_id = $2";
      const { rows } = await database.query<object>({ name: "key", text, values: [hash, appId] });
      entry = { ok: rows.length > 0, until: Date.now() + believedMs };
      known.set(cacheKey, entry);
    }
    response.locals.appId = appId;
    if (entry.ok) next();
    else refuse(response, "APP_CREDENTIALS_INVALID");
  };
}

/**
 * Checks the bearer's ES256 signature with a key that is imported once. `remembered`: a token that was verified is believed until it expires,
 * which the platform does and hand-made back ends rarely do; both are measured.
 */
export async function userToken(publicKey: JWK, { remembered }: { remembered: boolean }): Promise<Handler> {
  const key = await importJWK(publicKey, "ES256");
  const verified = new Map<string, JWTPayload>();
  return async (request, response, next) => {
    const token = request.get("authorization")?.slice("Bearer ".length) ?? "";
    const audience = String(response.locals.appId);
    try {
      let claims = verified.get(token);
      if (claims === undefined || claims.aud !== audience || (claims.exp ?? 0) * 1000 < Date.now()) {
        ({ payload: claims } = await jwtVerify(token, key, { algorithms: ["ES256"], typ: "at+jwt", issuer: "marquee", audience }));
        if (remembered) verified.set(token, claims);
      }
      response.locals.userId = claims.sub;
    } catch {
      refuse(response, "TOKEN_INVALID");
      return;
    }
    next();
  };
}

/** For sockets, which are upgraded before any handler runs: the user of a token of whatever app, or null. */
export async function tokenVerifier(publicKey: JWK): Promise<(token: string) => Promise<string | null>> {
  const key = await importJWK(publicKey, "ES256");
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ["ES256"], typ: "at+jwt", issuer: "marquee" });
      return payload.sub ?? null;
    } catch {
      return null;
    }
  };
}
