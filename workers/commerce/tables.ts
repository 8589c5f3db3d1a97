import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const products = sqliteTable("products", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  ownerId: text("owner_id"),
  name: text("name").notNull(),
  description: text("description").notNull(),
  category: text("category"),
  price: integer("price").notNull(),
  currency: text("currency").notNull(),
  images: text("images", { mode: "json" }).$type<{ url: string; alt: string }[]>().notNull(),
  status: text("status", { enum: ["ACTIVE", "DRAFT", "ARCHIVED"] }).notNull(),
  metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  sku: text("sku"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
export type ProductRow = typeof products.$inferSelect;

/** What is sold and counted: a product without variants has one of the name ''. `held` is written by triggers alone. */
export const productVariants = sqliteTable("product_variants", {
  id: text("id").primaryKey(),
  productId: text("product_id").notNull(),
  appId: text("app_id").notNull(),
  position: integer("position").notNull(),
  name: text("name").notNull(),
  price: integer("price"),
  stock: integer("stock").notNull(),
  held: integer("held").notNull(),
  sku: text("sku"),
});
export type VariantRow = typeof productVariants.$inferSelect;

/** `uses` is written by triggers alone. */
export const promotions = sqliteTable("promotions", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  code: text("code").notNull(),
  percent: integer("percent"),
  amount: integer("amount"),
  currency: text("currency"),
  appliesTo: text("applies_to", { enum: ["ALL", "PRODUCTS", "TICKETS"] }).notNull(),
  minSubtotal: integer("min_subtotal").notNull(),
  maxUses: integer("max_uses"),
  maxUsesPerUser: integer("max_uses_per_user"),
  startsAt: integer("starts_at"),
  endsAt: integer("ends_at"),
  isActive: integer("is_active", { mode: "boolean" }).notNull(),
  uses: integer("uses").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
export type PromotionRow = typeof promotions.$inferSelect;

/** How often each person has used a code, by the triggers of `promotion_uses`. */
export const promotionUsers = sqliteTable(
  "promotion_users",
  {
    promotionId: text("promotion_id").notNull(),
    userId: text("user_id").notNull(),
    uses: integer("uses").notNull(),
  },
  (table) => [primaryKey({ columns: [table.promotionId, table.userId] })],
);

/** A code's use by an order, from its placing on. `released`: the order came to nothing. */
export const promotionUses = sqliteTable("promotion_uses", {
  orderId: text("order_id").primaryKey(),
  promotionId: text("promotion_id").notNull(),
  userId: text("user_id").notNull(),
  released: integer("released", { mode: "boolean" }).notNull(),
  createdAt: integer("created_at").notNull(),
});
