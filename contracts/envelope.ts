import { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import { limits } from "./limits.ts";

/** What every failure looks like. `details` depends on the code: `issues` for VALIDATION_FAILED, `expiresIn` for SEAT_ALREADY_LOCKED, … */
export const Failure = z
  .object({
    success: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() }),
  })
  .meta({ id: "Failure" });

export interface Success<Data> {
  success: true;
  data: Data;
  message?: string;
}
export interface FailureBody {
  success: false;
  error: { code: ErrorCode; message: string; details?: Record<string, unknown> };
}

/** `?limit&cursor`, the way that every list is paged. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(limits.pageItemsMax).default(limits.pageItemsDefault),
  cursor: z.string().max(512).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The schema of a page of `item`; the OpenAPI document names it `<Item>Page`. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const NoInput = z.strictObject({});
