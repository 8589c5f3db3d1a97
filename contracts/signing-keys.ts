import { z } from "zod";

/** The public half of an ES256 key. `retiresAt`: seconds since 1970; from then on the key verifies nothing. */
export const VerifyingKey = z.looseObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  kid: z.string().min(1),
  retiresAt: z.number().int().optional(),
});
export type VerifyingKey = z.infer<typeof VerifyingKey>;

/** SIGNING_KEYS: the first key signs and so must be private; of the others, which only verify, the public half is enough. */
export const SigningKeys = z
  .tuple([VerifyingKey.extend({ d: z.string() })], VerifyingKey)
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, "names two keys by one kid");
export type SigningKeys = z.infer<typeof SigningKeys>;
