import { generateKeyPairSync, randomBytes } from "node:crypto";
import { limits } from "../contracts/limits.ts";
import { type SigningKeys, VerifyingKey } from "../contracts/signing-keys.ts";

/** A new secret reaches every place within minutes; until then a place may still sign with the former key. */
const spreadSeconds = 600;

/** After this many seconds no token of a key that signs no more is good any longer. */
export const retirementSeconds = limits.adminTokenSeconds + limits.clockToleranceSeconds + spreadSeconds;

/** A private ES256 key as a JWK, named by the day of its making: keys are told apart and rotated by `kid`. */
export function signingKey(now: Date): SigningKeys[0] {
  const { x = "", y = "", d = "" } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  return { kty: "EC", crv: "P-256", x, y, d, kid: `${now.toISOString().slice(0, 10)}-${randomBytes(3).toString("hex")}` };
}

/**
 * The keys after a rotation: a new one that signs, and of those before, the newest first, the public half with the time until which it verifies.
 * Those that have retired are left out.
 */
export function rotated(keys: readonly VerifyingKey[], now: Date): SigningKeys {
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const latest = nowSeconds + retirementSeconds;
  const kept = keys.map(({ kty, crv, x, y, kid, retiresAt }) => ({
    kty,
    crv,
    x,
    y,
    kid,
    retiresAt: Math.min(retiresAt ?? latest, latest),
  }));
  return [signingKey(now), ...kept.filter(({ retiresAt }) => retiresAt > nowSeconds)];
}

const line = /^SIGNING_KEYS=.*$/m;

/** The text of `.dev.vars` with these keys in it. Throws if it has none. */
export function withKeys(devVars: string, keys: SigningKeys): string {
  if (!line.test(devVars)) throw new Error(".dev.vars has no SIGNING_KEYS: npm start makes it.");
  return devVars.replace(line, () => `SIGNING_KEYS='${JSON.stringify(keys)}'`);
}

/** The keys of a key set, as a deployment publishes it. Throws for anything else. */
export function publishedKeys(keySet: unknown): VerifyingKey[] {
  const keys = typeof keySet === "object" && keySet !== null && "keys" in keySet ? keySet.keys : undefined;
  return VerifyingKey.array().min(1).parse(keys);
}
