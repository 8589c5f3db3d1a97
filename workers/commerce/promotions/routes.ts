import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { CreatePromotion, Promotion, PromotionQuery, UpdatePromotion } from "../../../contracts/promotions.ts";
import { Id } from "../../../contracts/values.ts";
import { named } from "../../catalog/named.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { toPromotion } from "./answers.ts";
import { createPromotion } from "./create-promotion.ts";
import { deletePromotion } from "./delete-promotion.ts";
import { getPromotionInTenant, listPromotions } from "./read.ts";
import { updatePromotion } from "./update-promotion.ts";

export const promotionRoutes = new Endpoints("Promotions", "commerce");

const params = z.strictObject({ id: Id });
const onePromotion = named("promotion", Promotion);

promotionRoutes.post(
  "/api/v1/promotions",
  {
    operationId: "createPromotion",
    summary: "Make a code that takes a percentage or an amount off",
    description:
      "`appliesTo` says which lines of an order become cheaper; `minSubtotal` is asked of these. A percentage with a `currency` is good for orders in this currency alone. The limits hold whatever happens at once: an order that would be one too many is refused.",
    access: "secret",
    body: CreatePromotion,
    answer: onePromotion,
    status: 201,
    errors: ["PROMOTION_EXISTS"],
  },
  async (ctx, { body }) => ({ promotion: await createPromotion(ctx, body) }),
);

promotionRoutes.get(
  "/api/v1/promotions",
  {
    operationId: "listPromotions",
    summary: "The app's codes, the newest first",
    access: "secret",
    query: PromotionQuery,
    answer: pageOf(Promotion).meta({ example: { items: [Promotion.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listPromotions(ctx, query),
);

promotionRoutes.get(
  "/api/v1/promotions/{id}",
  {
    operationId: "getPromotion",
    summary: "One code and how often it was used",
    access: "secret",
    params,
    answer: onePromotion,
    errors: ["PROMOTION_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ promotion: toPromotion(await getPromotionInTenant(ctx, params)) }),
);

promotionRoutes.patch(
  "/api/v1/promotions/{id}",
  {
    operationId: "updatePromotion",
    summary: "Change the terms of a code",
    description:
      "Carts feel it at once; orders that have used the code stay as they are. What it takes off never changes: make another code for that.",
    access: "secret",
    params,
    body: UpdatePromotion,
    answer: onePromotion,
    errors: ["PROMOTION_NOT_FOUND"],
  },
  async (ctx, { params, body }) => ({ promotion: await updatePromotion(ctx, { id: params.id, changes: body }) }),
);

promotionRoutes.delete(
  "/api/v1/promotions/{id}",
  {
    operationId: "deletePromotion",
    summary: "Delete a code, or switch it off if it was ever used",
    access: "secret",
    params,
    answer: z
      .object({ promotion: Promotion, deleted: z.boolean() })
      .meta({ example: { promotion: Promotion.meta()?.example, deleted: false } }),
    errors: ["PROMOTION_NOT_FOUND"],
  },
  (ctx, { params }) => deletePromotion(ctx, params),
);
