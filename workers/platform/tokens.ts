import { decodeProtectedHeader, errors, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { limits } from "../../contracts/limits.ts";
import { SigningKeys, type VerifyingKey } from "../../contracts/signing-keys.ts";
import { AppError } from "./app-error.ts";

/** Each kind of token says what it is in `typ`, so that none is ever taken for another. */
export type TokenType = "at+jwt" | "admin+jwt" | "socket-ticket+jwt" | "admission+jwt";

/** Tokens that people keep and print. No caller is known by one, so `verifyToken` does not take them. */
export type LastingTokenType = "ticket+jwt";

const issuer = "marquee";
const algorithm = "ES256";

interface RingKey {
  jwk: JWK;
  key: CryptoKey;
  retiresAtMs: number;
}
interface KeyRing {
  source: string;
  signing: { kid: string; key: CryptoKey };
  verifying: Map<string, RingKey>;
}
let ring: KeyRing | undefined;

/**
 * The keys of `SIGNING_KEYS`, a JSON array of JWKs: the first one is private and signs, all of them verify until they retire. Of those after the
 * first the public half is enough. `npm run rotate-keys` puts a new one in front.
 */
async function keyRing(env: Env): Promise<KeyRing> {
  if (ring?.source === env.SIGNING_KEYS) return ring;
  const keys = SigningKeys.parse(JSON.parse(env.SIGNING_KEYS));
  const [{ kid, d, ...first }] = keys;
  const verifying = new Map(await Promise.all(keys.map(async (key) => [key.kid, await ringKey(key)] as const)));
  ring = { source: env.SIGNING_KEYS, signing: { kid, key: await imported({ ...bare(first), d }) }, verifying };
  return ring;
}

const bare = ({ kty, crv, x, y }: Pick<VerifyingKey, "kty" | "crv" | "x" | "y">) => ({ kty, crv, x, y });

async function ringKey({ kid, retiresAt, ...jwk }: VerifyingKey): Promise<RingKey> {
  return {
    jwk: { ...bare(jwk), kid, alg: algorithm, use: "sig", ...(retiresAt !== undefined && { retiresAt }) },
    key: await imported(bare(jwk)),
    retiresAtMs: retiresAt === undefined ? Number.POSITIVE_INFINITY : retiresAt * 1000,
  };
}

async function imported(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm);
  if (!(key instanceof CryptoKey)) throw new Error("SIGNING_KEYS must hold EC keys");
  return key;
}

/** The public half of every key that verifies now, for `/.well-known/jwks.json`. `retiresAt` says until when, where a key is on its way out. */
export async function publicKeySet(env: Env, nowMs: number): Promise<{ keys: JWK[] }> {
  const { verifying } = await keyRing(env);
  return { keys: [...verifying.values()].filter(({ retiresAtMs }) => retiresAtMs > nowMs).map(({ jwk }) => jwk) };
}

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
const verified = new Map<string, { claims: JWTPayload; retiresAtMs: number; ring: KeyRing }>();

/**
 * The claims of a token of this type for one of these audiences. A signature is checked once per isolate and remembered until the token expires
 * or its key retires. Throws TOKEN_EXPIRED for a genuine one whose time is over, TOKEN_INVALID for anything else.
 */
export async function verifyToken(env: Env, type: TokenType, token: string, audiences: string[], nowMs: number): Promise<JWTPayload> {
  const keys = await keyRing(env);
  const cacheKey = `${type} ${token}`;
  const known = verified.get(cacheKey);
  const { claims, retiresAtMs } = known?.ring === keys ? known : await checkSignature(keys, type, token, nowMs);
  if (retiresAtMs <= nowMs) throw new AppError("TOKEN_INVALID");
  if ((claims.exp ?? 0) * 1000 <= nowMs) throw new AppError("TOKEN_EXPIRED");
  if (known?.ring !== keys) {
    const oldest = verified.size >= verifiedMax ? verified.keys().next().value : undefined;
    if (oldest !== undefined) verified.delete(oldest);
    verified.set(cacheKey, { claims, retiresAtMs, ring: keys });
  }
  const meantFor = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (!meantFor.some((audience) => audience !== undefined && audiences.includes(audience))) throw new AppError("TOKEN_INVALID");
  return claims;
}

async function checkSignature(keys: KeyRing, type: TokenType, token: string, nowMs: number) {
  try {
    const { kid = "" } = decodeProtectedHeader(token);
    const verifying = keys.verifying.get(kid);
    if (verifying === undefined) throw new AppError("TOKEN_INVALID");
    const { payload } = await jwtVerify(token, verifying.key, {
      algorithms: [algorithm],
      typ: type,
      issuer,
      requiredClaims: ["sub", "exp", "iat"],
      // Also what refuses a token from the future, but for what two machines' clocks may differ.
      maxTokenAge: limits.adminTokenSeconds,
      clockTolerance: limits.clockToleranceSeconds,
      currentDate: new Date(nowMs),
    });
    return { claims: payload, retiresAtMs: verifying.retiresAtMs };
  } catch (error) {
    throw new AppError(error instanceof errors.JWTExpired ? "TOKEN_EXPIRED" : "TOKEN_INVALID");
  }
}

/** Signs a token that is kept for months and says of nobody who they are. */
export async function signLasting(
  env: Env,
  type: LastingTokenType,
  claims: JWTPayload & { jti: string },
  { audience, expiresAtMs }: { audience: string; expiresAtMs: number },
): Promise<string> {
  const { signing } = await keyRing(env);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: type, kid: signing.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(Math.floor(expiresAtMs / 1000))
    .sign(signing.key);
}

/**
 * The claims of a lasting token that any key of the ring has signed, also one that has retired since, and whatever its time: it was printed, and
 * whether what it stands for still holds, its owner knows. Null for anything else.
 */
export async function readLasting(env: Env, type: LastingTokenType, token: string, audience: string): Promise<JWTPayload | null> {
  const { verifying } = await keyRing(env);
  try {
    const key = verifying.get(decodeProtectedHeader(token).kid ?? "")?.key;
    if (key === undefined) return null;
    // At the beginning of time nothing has expired.
    const options = { algorithms: [algorithm], typ: type, issuer, audience, requiredClaims: ["jti", "exp"], currentDate: new Date(0) };
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
