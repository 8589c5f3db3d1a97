import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { CreateProduct, Product, ProductQuery, UpdateProduct } from "../../../contracts/products.ts";
import { Id } from "../../../contracts/values.ts";
import { named } from "../../catalog/named.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { createProduct } from "./create-product.ts";
import { deleteProduct } from "./delete-product.ts";
import { listCategories } from "./list-categories.ts";
import { listProducts } from "./list-products.ts";
import { getProduct } from "./read.ts";
import { updateProduct } from "./update-product.ts";

export const productRoutes = new Endpoints("Products", "commerce");

const params = z.strictObject({ id: Id });
const oneProduct = named("product", Product);

productRoutes.get(
  "/api/v1/products",
  {
    operationId: "listProducts",
    summary: "What is sold besides tickets, the newest first or by the words asked for",
    description:
      "`minPrice` and `maxPrice` go by the product's own price, in minor units. `mine`, and a `status` other than ACTIVE, are for an organizer (their own products) and the secret key (all of the app's).",
    access: "visitor",
    query: ProductQuery,
    answer: pageOf(Product).meta({ example: { items: [Product.meta()?.example], nextCursor: null } }),
    errors: ["TOKEN_MISSING", "FORBIDDEN", "OVERLOADED"],
    style: "etag",
  },
  (ctx, { query }) => listProducts(ctx, query),
);

productRoutes.get(
  "/api/v1/products/categories",
  {
    operationId: "listProductCategories",
    summary: "The categories of what is sold, with how many products each has",
    access: "app",
    answer: z
      .object({ items: z.array(z.object({ name: z.string(), count: z.number().int() })) })
      .meta({ example: { items: [{ name: "snacks", count: 12 }] } }),
    style: "etag",
  },
  (ctx) => listCategories(ctx),
);

productRoutes.get(
  "/api/v1/products/{id}",
  {
    operationId: "getProduct",
    summary: "One product with its variants and what is left of them",
    description: "One that is not sold is there for the secret key and its organizer.",
    access: "visitor",
    params,
    answer: oneProduct,
    errors: ["PRODUCT_NOT_FOUND"],
    style: "etag",
  },
  async (ctx, { params }) => ({ product: await getProduct(ctx, params) }),
);

productRoutes.post(
  "/api/v1/products",
  {
    operationId: "createProduct",
    summary: "Make a product: sold at once, unless it says DRAFT",
    description: "With `variants` each has its own stock, and that of the product is their sum, whatever `stock` says.",
    access: "organizer",
    body: CreateProduct,
    answer: oneProduct,
    status: 201,
    errors: ["SKU_TAKEN"],
  },
  async (ctx, { body }) => ({ product: await createProduct(ctx, body) }),
);

productRoutes.patch(
  "/api/v1/products/{id}",
  {
    operationId: "updateProduct",
    summary: "Change a product, its stock or its variants",
    description:
      "Changes the fields that are sent and leaves the others as they are, all or nothing. `stock` is how many pieces there are, those in unpaid orders with them: fewer than these is STOCK_HELD. Variants with an `id` change, those without are added.",
    access: "organizer",
    params,
    body: UpdateProduct,
    answer: oneProduct,
    errors: ["PRODUCT_NOT_FOUND", "VARIANT_NOT_FOUND", "SKU_TAKEN", "STOCK_HELD"],
  },
  async (ctx, { params, body }) => ({ product: await updateProduct(ctx, { id: params.id, changes: body }) }),
);

productRoutes.delete(
  "/api/v1/products/{id}",
  {
    operationId: "deleteProduct",
    summary: "Delete a product, or archive it if it was ever ordered",
    access: "organizer",
    params,
    answer: z.object({ product: Product, archived: z.boolean() }).meta({ example: { product: Product.meta()?.example, archived: false } }),
    errors: ["PRODUCT_NOT_FOUND"],
  },
  (ctx, { params }) => deleteProduct(ctx, params),
);
