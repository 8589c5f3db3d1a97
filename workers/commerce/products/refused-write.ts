import { AppError } from "../../platform/app-error.ts";
import { violatesUnique } from "../../platform/database.ts";

/** What a failed write of products means to whoever asked for it: SKU_TAKEN, STOCK_HELD, VALIDATION_FAILED for two variants of a name; else the error itself. */
export function refusedWrite(error: unknown): unknown {
  if (violatesUnique(error, "products.sku")) return new AppError("SKU_TAKEN");
  if (violatesUnique(error, "product_variants.name")) {
    return new AppError("VALIDATION_FAILED", { issues: [{ path: "variants", message: "names a variant twice" }] });
  }
  return violatesStock(error) ? new AppError("STOCK_HELD") : error;
}

/** Whether a statement failed because there would be less in stock than unpaid orders hold. */
export function violatesStock(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause.message.includes("enough_in_stock")) return true;
  return false;
}
