import { and, eq, sql } from "drizzle-orm";
import { limits } from "../../../../contracts/limits.ts";
import type { Product } from "../../../../contracts/products.ts";
import { idPrefixes } from "../../../../contracts/values.ts";
import { AppError } from "../../../platform/app-error.ts";
import { auditRowIfChanged } from "../../../platform/audit.ts";
import type { TenantCtx } from "../../../platform/context.ts";
import { base32Of } from "../../../platform/ids.ts";
import { announceFacts } from "../../../platform/outbox.ts";
import { products } from "../../tables.ts";
import { toProduct } from "../answers.ts";
import { getManagedProduct, managedBy } from "../managed.ts";
import { tooManyImages } from "../next-images.ts";
import { getProductInTenant } from "../read.ts";
import { imageTypeOf, imageTypes } from "./image-type.ts";
import { imageUrlOf } from "./image-url.ts";

export interface NewImage {
  id: string;
  bytes: Uint8Array;
  /** What the image shows, for those who do not see it. */
  alt: string;
}

/**
 * Keeps a picture and puts it behind the product's others. The same picture of the same product again changes nothing. Throws PRODUCT_NOT_FOUND, FORBIDDEN,
 * UNSUPPORTED_MEDIA_TYPE for what is no PNG, JPEG, WebP or AVIF, VALIDATION_FAILED where the product has ten.
 */
export async function addImage(ctx: TenantCtx, { id, bytes, alt }: NewImage): Promise<Product> {
  const before = await getManagedProduct(ctx, id);
  const type = imageTypeOf(bytes);
  if (type === null) throw new AppError("UNSUPPORTED_MEDIA_TYPE", { accepts: imageTypes }, "Send a PNG, JPEG, WebP or AVIF picture.");
  const imageId = await imageIdOf(id, bytes);
  const url = imageUrlOf(imageId);
  if (before.product.images.some((image) => image.url === url)) return toProduct(before);
  if (before.product.images.length >= limits.imagesPerProductMax) throw tooManyImages();

  // The file first: an image whose file is missing is seen, a file that no product names is not.
  await ctx.env.IMAGES.put(imageId, bytes, {
    httpMetadata: { contentType: type },
    customMetadata: { appId: ctx.tenant.appId, productId: id },
  });
  const [added] = await ctx.db.batch([
    ctx.db
      .update(products)
      .set({ images: sql`json_insert(${products.images}, '$[#]', json(${JSON.stringify({ url, alt })}))`, updatedAt: ctx.now() })
      .where(
        and(
          eq(products.id, id),
          eq(products.appId, ctx.tenant.appId),
          managedBy(ctx),
          sql`json_array_length(${products.images}) < ${limits.imagesPerProductMax}`,
          sql`NOT EXISTS (SELECT 1 FROM json_each(${products.images}) WHERE value ->> 'url' = ${url})`,
        ),
      )
      .returning({ id: products.id }),
    auditRowIfChanged(ctx, { action: "product.add_image", subject: id, after: { url, alt, type, bytes: bytes.byteLength } }),
  ]);
  announceFacts(ctx);
  const after = await getProductInTenant(ctx, id);
  if (added.length === 0 && !after.product.images.some((image) => image.url === url)) throw tooManyImages();
  return toProduct(after);
}

/** Follows from the product and the picture, so that sending it again keeps no second copy. */
async function imageIdOf(productId: string, bytes: Uint8Array): Promise<string> {
  const all = new Uint8Array(await new Blob([`${productId} `, bytes as Uint8Array<ArrayBuffer>]).arrayBuffer());
  return `${idPrefixes.image}_${base32Of(new Uint8Array(await crypto.subtle.digest("SHA-256", all)).subarray(0, 26))}`;
}
