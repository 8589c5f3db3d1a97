import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Amount, Currency, Time } from "./values.ts";

/** As people type it: letters, digits, `-` and `_`, whatever the case. */
export const PromotionCode = z
  .string()
  .trim()
  .min(1)
  .max(limits.promotionCodeCharsMax)
  .regex(/^[A-Za-z0-9_-]+$/, "must be letters, digits, - and _");

/** Which lines of a cart it makes cheaper. */
export const PromotionScope = z.enum(["ALL", "PRODUCTS", "TICKETS"]);
export type PromotionScope = z.infer<typeof PromotionScope>;

const terms = {
  appliesTo: PromotionScope.optional(),
  minSubtotal: Amount.optional(),
  maxUses: z.number().int().min(1).max(limits.promotionUsesMax).nullish(),
  maxUsesPerUser: z.number().int().min(1).max(limits.promotionUsesMax).nullish(),
  startsAt: Time.nullish(),
  endsAt: Time.nullish(),
  isActive: z.boolean().optional(),
};

/** One of `percent` and `amount` (minor units, with its `currency`). */
export const CreatePromotion = z
  .strictObject({
    code: PromotionCode,
    percent: z.number().int().min(1).max(100).optional(),
    amount: Amount.min(1).optional(),
    currency: Currency.optional(),
    ...terms,
  })
  .refine(({ percent, amount }) => (percent === undefined) !== (amount === undefined), {
    message: "send one of percent and amount",
    path: ["percent"],
  })
  .refine(({ amount, currency }) => amount === undefined || currency !== undefined, { message: "goes with an amount", path: ["currency"] })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt, { message: "is not after startsAt", path: ["endsAt"] })
  .meta({
    id: "CreatePromotion",
    example: { code: "WINTER15", percent: 15, maxUses: 500, maxUsesPerUser: 1, endsAt: "2027-02-01T00:00:00Z" },
  });
export type CreatePromotion = z.infer<typeof CreatePromotion>;

export const UpdatePromotion = z.strictObject(terms).meta({ id: "UpdatePromotion", example: { isActive: false } });
export type UpdatePromotion = z.infer<typeof UpdatePromotion>;

const example = {
  id: "pro_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  code: "WINTER15",
  percent: 15,
  amount: null,
  currency: null,
  appliesTo: "ALL",
  minSubtotal: 0,
  maxUses: 500,
  maxUsesPerUser: 1,
  uses: 12,
  startsAt: null,
  endsAt: "2027-02-01T00:00:00.000Z",
  isActive: true,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

/** `uses`: orders that have it, the unpaid ones with them. */
export const Promotion = z
  .object({
    id: z.string(),
    code: z.string(),
    percent: z.number().int().nullable(),
    amount: Amount.nullable(),
    currency: Currency.nullable(),
    appliesTo: PromotionScope,
    minSubtotal: Amount,
    maxUses: z.number().int().nullable(),
    maxUsesPerUser: z.number().int().nullable(),
    uses: z.number().int(),
    startsAt: Time.nullable(),
    endsAt: Time.nullable(),
    isActive: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Promotion", example });
export type Promotion = z.infer<typeof Promotion>;

export const PromotionQuery = PageQuery.extend({ isActive: z.stringbool().optional() });
export type PromotionQuery = z.infer<typeof PromotionQuery>;

/** Why a code brings nothing to this cart, or to nobody any more. */
export const PromotionRefusal = z.enum([
  "NOT_STARTED",
  "ENDED",
  "SWITCHED_OFF",
  "MINIMUM",
  "CURRENCY",
  "NOTHING_FOR_IT",
  "USED_UP",
  "USED_BY_YOU",
]);
export type PromotionRefusal = z.infer<typeof PromotionRefusal>;
