import type { Promotion } from "../../../contracts/promotions.ts";
import { iso } from "../../catalog/answers.ts";
import type { PromotionRow } from "../tables.ts";

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** How a promotion is shown. */
export const toPromotion = ({ appId: _, ...row }: PromotionRow): Promotion => ({
  ...row,
  startsAt: isoOrNull(row.startsAt),
  endsAt: isoOrNull(row.endsAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});
