import { type SealPurpose, seal, unseal } from "../platform/seal.ts";

const secretBytes = 32;
const prefix = "whsec_";

/** A secret in the form of the Standard Webhooks specification: `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string => prefix + btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(secretBytes))));

/** A secret opens only as that of its own endpoint. */
const purposeOf = (endpointId: string): SealPurpose => ({ salt: endpointId, info: "webhook secret" });

/** The secret as it may lie in the database. */
export const sealSecret = (env: Env, endpointId: string, secret: string): Promise<string> => seal(env, purposeOf(endpointId), secret);

/** The secret that `sealSecret` took for this endpoint. Throws for any other one's. */
export const unsealSecret = (env: Env, endpointId: string, sealed: string): Promise<string> => unseal(env, purposeOf(endpointId), sealed);
