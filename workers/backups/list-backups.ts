import type { Backup } from "../../contracts/backups.ts";
import type { AdminCtx } from "../platform/context.ts";
import { listFolders } from "./manifests.ts";

/** The backups that came to their end, the newest first. */
export async function listBackups(ctx: AdminCtx): Promise<{ items: Backup[]; nextCursor: null }> {
  const folders = await listFolders(ctx.env);
  return { items: folders.flatMap(({ backup }) => backup ?? []).reverse(), nextCursor: null };
}
