import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { backupsToForget } from "./backups-to-forget.ts";
import { listFolders, listParts, writeManifest } from "./manifests.ts";
import { folderOf, manifestKey } from "./part-files.ts";

/** Gathers the parts that lie there and says what they are. Answers the bytes that they have. */
export async function finishBackup(
  ctx: Ctx,
  { id, startedMs, objects }: { id: string; startedMs: number; objects: number },
): Promise<number> {
  const [parts, migrations] = await Promise.all([listParts(ctx.env, id), d1Migrations(ctx.env)]);
  const { bytes } = await writeManifest(ctx.env, {
    format: 1,
    id,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(ctx.now()).toISOString(),
    migrations,
    parts,
    objects,
  });
  return bytes;
}

/** The migrations that D1 has had. */
export async function d1Migrations(env: Env): Promise<string[]> {
  const { results } = await env.DB.prepare("SELECT name FROM d1_migrations ORDER BY name").all<{ name: string }>();
  return results.map(({ name }) => name);
}

/** Deletes some files of a backup that need not be kept. Answers whether there may be more to delete. */
export async function forgetBackups(ctx: Ctx): Promise<boolean> {
  const folders = await listFolders(ctx.env);
  const [id] = backupsToForget(
    folders.map((folder) => ({ id: folder.id, finished: folder.backup !== null })),
    ctx.now(),
  );
  if (id === undefined) return false;
  // The manifest first: what is left then is no backup.
  await ctx.env.BACKUPS.delete(manifestKey(id));
  const { objects } = await ctx.env.BACKUPS.list({ prefix: folderOf(id), limit: limits.backupFilesForgottenInPage });
  if (objects.length > 0) await ctx.env.BACKUPS.delete(objects.map(({ key }) => key));
  return true;
}
