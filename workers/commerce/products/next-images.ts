import { limits } from "../../../contracts/limits.ts";
import type { UpdateProduct } from "../../../contracts/products.ts";
import { AppError } from "../../platform/app-error.ts";
import type { ProductRow } from "../tables.ts";

type Images = ProductRow["images"];

/**
 * The images of a product after a change: `images` puts a list in the place of the old one, `imageUrl` puts another image in the place of the first, or takes
 * the first away (null). Throws VALIDATION_FAILED where there would be too many.
 */
export function nextImages(before: Images, changes: Pick<UpdateProduct, "images" | "imageUrl">): Images {
  const after = changed(before, changes);
  if (after.length > limits.imagesPerProductMax) throw tooManyImages();
  return after;
}

export const tooManyImages = (): AppError =>
  new AppError("VALIDATION_FAILED", { issues: [{ path: "images", message: `a product has at most ${limits.imagesPerProductMax}` }] });

function changed(before: Images, { images, imageUrl }: Pick<UpdateProduct, "images" | "imageUrl">): Images {
  const listed = images ?? before;
  if (imageUrl === undefined || imageUrl === listed[0]?.url) return listed;
  // A list that came along is whole: the URL goes in front of it, unless it is in it.
  const others = images === undefined ? listed.slice(1) : listed;
  if (imageUrl === null) return others;
  return [{ url: imageUrl, alt: others.find(({ url }) => url === imageUrl)?.alt ?? "" }, ...others.filter(({ url }) => url !== imageUrl)];
}
