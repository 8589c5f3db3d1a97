import { z } from "zod";
import { limits } from "../../../contracts/limits.ts";
import { ImportReport, Product } from "../../../contracts/products.ts";
import { Id } from "../../../contracts/values.ts";
import { named } from "../../catalog/named.ts";
import { csvFile, everyPage } from "../../gateway/csv.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { respond } from "../../gateway/respond.ts";
import { productsToExport } from "./export-products.ts";
import { addImage } from "./images/add-image.ts";
import { imageTypes } from "./images/image-type.ts";
import { readImage } from "./images/read-image.ts";
import { removeImage } from "./images/remove-image.ts";
import { columns } from "./import/columns.ts";
import { importProducts } from "./import-products.ts";

/** What comes and goes as a file: products as CSV, and their pictures. */
export const productFileRoutes = new Endpoints("Products", "commerce");

const params = z.strictObject({ id: Id });
const oneProduct = named("product", Product);

productFileRoutes.post(
  "/api/v1/products/import",
  {
    operationId: "importProducts",
    summary: "Make and change products by the lines of a CSV file",
    description: `The first line names the columns, in any order: ${columns.map((column) => `\`${column}\``).join(", ")}; \`imageUrl\` is as good as \`image_url\`. A line is about the product with its SKU, or without one about that with its name: what is known changes, and what the line leaves empty stays. One that cannot be done stops no other, and the same file again changes nothing. \`dryRun=true\` only says what would become of each.`,
    access: "organizer",
    query: z.strictObject({ dryRun: z.stringbool().default(false) }),
    file: {
      mediaTypes: ["text/csv"],
      orInForm: true,
      description: "UTF-8, its cells separated by commas, semicolons or tabs, at most 20,000 lines; as it is, or as the file of a form.",
    },
    bodyBytesMax: limits.importBodyBytesMax,
    answer: z.object({ report: ImportReport }).meta({ example: { report: ImportReport.meta()?.example } }),
  },
  async (ctx, { query }, c) => ({ report: await importProducts(ctx, { bytes: c.get("bodyBytes"), dryRun: query.dryRun }) }),
);

productFileRoutes.get(
  "/api/v1/products/export.csv",
  {
    operationId: "exportProducts",
    summary: "The products that the caller manages, as an import takes them",
    access: "organizer",
    answer: { mediaType: "text/csv", description: "A line for each variant, the oldest product first; at most 50,000." },
  },
  async (ctx, _input, c) =>
    csvFile(
      c,
      "products",
      columns,
      everyPage(
        undefined,
        (page) => productsToExport(ctx, page),
        (line) => columns.map((column) => line[column]),
      ),
    ),
);

productFileRoutes.put(
  "/api/v1/products/{id}/images",
  {
    operationId: "addProductImage",
    summary: "Add a picture to a product",
    description:
      "The body is the picture itself. It comes behind the others; PATCH puts them in another order. The same picture again changes nothing.",
    access: "organizer",
    params,
    query: z.strictObject({ alt: z.string().trim().max(limits.nameCharsMax).default("") }),
    file: { mediaTypes: imageTypes, description: "PNG, JPEG, WebP or AVIF, at most 4 MiB." },
    bodyBytesMax: limits.imageBytesMax,
    answer: oneProduct,
    errors: ["PRODUCT_NOT_FOUND"],
  },
  async (ctx, { params, query }, c) => ({ product: await addImage(ctx, { id: params.id, bytes: c.get("bodyBytes"), alt: query.alt }) }),
);

productFileRoutes.delete(
  "/api/v1/products/{id}/images/{imageId}",
  {
    operationId: "removeProductImage",
    summary: "Take an uploaded picture off a product",
    description: "The file goes too, unless an order shows it. `imageId` is the last part of the picture's path.",
    access: "organizer",
    params: z.strictObject({ id: Id, imageId: Id }),
    answer: oneProduct,
    errors: ["PRODUCT_NOT_FOUND", "IMAGE_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ product: await removeImage(ctx, params) }),
);

productFileRoutes.get(
  "/api/v1/images/{id}",
  {
    operationId: "getImage",
    summary: "A picture that was uploaded",
    access: "open",
    params,
    answer: { mediaType: "image/*", description: "The picture as it was sent. It never changes, so it may be kept for ever." },
    alsoAnswers: [304],
    errors: ["IMAGE_NOT_FOUND"],
  },
  async (ctx, { params }, c) => {
    const { status, body, headers } = await readImage(ctx, { id: params.id, known: c.req.header("if-none-match") ?? null });
    return respond(c, body, status, headers);
  },
);
