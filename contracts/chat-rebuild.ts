import { z } from "zod";
import { Id } from "./values.ts";

/** Of one room, of an app's rooms, or of all. */
export const RebuildChat = z
  .strictObject({ appId: Id.optional(), roomId: Id.optional() })
  .meta({ id: "RebuildChat", example: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6" } });
export type RebuildChat = z.infer<typeof RebuildChat>;

/** What is being rebuilt; null: all. */
export const RebuildAnswer = z
  .object({ rebuild: z.object({ appId: z.string().nullable(), roomId: z.string().nullable() }) })
  .meta({ example: { rebuild: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6", roomId: null } } });
