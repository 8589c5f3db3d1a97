import { createLocalJWKSet, errors, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "./app-error.ts";

/** Each kind of token says what it is in `typ`, so that none is ever taken for another. */
export type TokenType = "at+jwt" | "admin+jwt" | "socket-ticket+jwt";

const issuer = "marquee";
const algorithm = "ES256";

const PrivateKey = z.looseObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string().min(1),
});
interface KeyRing {
  source: string;
  signing: { kid: string; key: CryptoKey };
  publicKeys: JWK[];
  find: ReturnType<typeof createLocalJWKSet>;
}
let ring: KeyRing | undefined;

/** The keys of `SIGNING_KEYS`, a JSON array of private JWKs: the first one signs, all of them verify. */
async function keyRing(env: Env): Promise<KeyRing> {
  if (ring?.source === env.SIGNING_KEYS) return ring;
  const keys = z.array(PrivateKey).min(1).parse(JSON.parse(env.SIGNING_KEYS));
  const publicKeys = keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid, alg: algorithm, use: "sig" }));
  const first = keys[0];
  if (first === undefined) throw new Error("SIGNING_KEYS holds no key");
  const key = await importJWK({ kty: first.kty, crv: first.crv, x: first.x, y: first.y, d: first.d }, algorithm);
  if (!(key instanceof CryptoKey)) throw new Error("SIGNING_KEYS must hold EC keys");
  ring = { source: env.SIGNING_KEYS, signing: { kid: first.kid, key }, publicKeys, find: createLocalJWKSet({ keys: publicKeys }) };
  return ring;
}

/** The public half of every key, for `/.well-known/jwks.json`. */
export const publicKeySet = async (env: Env): Promise<{ keys: JWK[] }> => ({ keys: (await keyRing(env)).publicKeys });

/** Signs a token that lives `seconds` from `nowMs` and is meant for `audience` alone. */
export async function signToken(
  env: Env,
  type: TokenType,
  claims: JWTPayload & { sub: string },
  { audience, seconds, nowMs }: { audience: string; seconds: number; nowMs: number },
): Promise<string> {
  const { signing } = await keyRing(env);
  const issuedAt = Math.floor(nowMs / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: type, kid: signing.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .sign(signing.key);
}

const verifiedMax = 5000;
const verified = new Map<string, { claims: JWTPayload; expiresAt: number; ring: KeyRing }>();

/**
 * The claims of a token of this type for one of these audiences. A signature is checked once per isolate and remembered until the token
 * expires. Throws TOKEN_EXPIRED for a genuine one whose time is over, TOKEN_INVALID for anything else.
 */
export async function verifyToken(env: Env, type: TokenType, token: string, audiences: string[], nowMs: number): Promise<JWTPayload> {
  const keys = await keyRing(env);
  const cacheKey = `${type} ${token}`;
  const known = verified.get(cacheKey);
  const claims = known?.ring === keys ? known.claims : await checkSignature(keys, type, token, nowMs);
  const expiresAt = (claims.exp ?? 0) * 1000;
  if (expiresAt <= nowMs) throw new AppError("TOKEN_EXPIRED");
  if (known?.ring !== keys) {
    const oldest = verified.size >= verifiedMax ? verified.keys().next().value : undefined;
    if (oldest !== undefined) verified.delete(oldest);
    verified.set(cacheKey, { claims, expiresAt, ring: keys });
  }
  const meantFor = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (!meantFor.some((audience) => audience !== undefined && audiences.includes(audience))) throw new AppError("TOKEN_INVALID");
  return claims;
}

async function checkSignature(keys: KeyRing, type: TokenType, token: string, nowMs: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      algorithms: [algorithm],
      typ: type,
      issuer,
      requiredClaims: ["sub", "exp", "iat"],
      // Also what refuses a token from the future, but for what two machines' clocks may differ.
      maxTokenAge: limits.adminTokenSeconds,
      clockTolerance: 5,
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (error) {
    throw new AppError(error instanceof errors.JWTExpired ? "TOKEN_EXPIRED" : "TOKEN_INVALID");
  }
}
