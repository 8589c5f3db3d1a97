import { and, eq, sql } from "drizzle-orm";
import type { Product } from "../../../../contracts/products.ts";
import { AppError } from "../../../platform/app-error.ts";
import { auditRowIfChanged } from "../../../platform/audit.ts";
import type { TenantCtx } from "../../../platform/context.ts";
import { announceFacts } from "../../../platform/outbox.ts";
import { products } from "../../tables.ts";
import { toProduct } from "../answers.ts";
import { getManagedProduct, managedBy } from "../managed.ts";
import { getProductInTenant } from "../read.ts";
import { forgetImages } from "./forget-images.ts";
import { imageUrlOf } from "./image-url.ts";

/** Takes an uploaded image off its product; the file goes with it, unless an order shows it. Throws PRODUCT_NOT_FOUND, FORBIDDEN, IMAGE_NOT_FOUND. */
export async function removeImage(ctx: TenantCtx, { id, imageId }: { id: string; imageId: string }): Promise<Product> {
  const before = await getManagedProduct(ctx, id);
  const url = imageUrlOf(imageId);
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(products)
      .set({
        images: sql`(SELECT json_group_array(json(value) ORDER BY key) FROM json_each(${products.images}) WHERE value ->> 'url' <> ${url})`,
        updatedAt: ctx.now(),
      })
      .where(
        and(
          eq(products.id, id),
          eq(products.appId, ctx.tenant.appId),
          managedBy(ctx),
          sql`EXISTS (SELECT 1 FROM json_each(${products.images}) WHERE value ->> 'url' = ${url})`,
        ),
      )
      .returning({ id: products.id }),
    auditRowIfChanged(ctx, { action: "product.remove_image", subject: id, before: { url } }),
  ]);
  if (changed.length === 0) throw new AppError("IMAGE_NOT_FOUND");
  announceFacts(ctx);
  const after = await getProductInTenant(ctx, id);
  await forgetImages(ctx, { productId: id, before: before.product.images, after: after.product.images });
  return toProduct(after);
}
