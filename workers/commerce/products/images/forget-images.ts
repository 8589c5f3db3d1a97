import type { TenantCtx } from "../../../platform/context.ts";
import type { ProductRow } from "../../tables.ts";
import { imageIdIn } from "./image-url.ts";

type Images = ProductRow["images"];

/**
 * Deletes the files of the images that a product no longer has. What an order shows stays, and so does what was uploaded for another product: whoever puts
 * somebody else's URL into a product must not be able to delete what is there. A file that cannot be deleted is left over and hurts nobody.
 */
export async function forgetImages(
  ctx: TenantCtx,
  { productId, before, after }: { productId: string; before: Images; after: Images },
): Promise<void> {
  const kept = new Set(after.map(({ url }) => url));
  const gone = before.filter(({ url }) => imageIdIn(url) !== null && !kept.has(url));
  if (gone.length === 0) return;
  try {
    const shown = await shownByOrders(ctx, productId);
    for (const { url } of gone) {
      const imageId = imageIdIn(url);
      if (imageId === null || shown.has(url)) continue;
      const file = await ctx.env.IMAGES.head(imageId);
      if (file?.customMetadata?.productId === productId) await ctx.env.IMAGES.delete(imageId);
    }
  } catch (error) {
    ctx.log.error("an image was left over", error, { productId });
  }
}

async function shownByOrders(ctx: TenantCtx, productId: string): Promise<Set<string>> {
  const { results } = await ctx.env.DB.prepare(
    "SELECT DISTINCT l.image_url AS url FROM product_variants AS v JOIN order_lines AS l ON l.variant_id = v.id WHERE v.product_id = ? AND l.image_url IS NOT NULL",
  )
    .bind(productId)
    .all<{ url: string }>();
  return new Set(results.map(({ url }) => url));
}
