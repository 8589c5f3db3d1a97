import type { BackupManifest } from "../../../contracts/backups.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { d1Migrations } from "../finish-backup.ts";

/**
 * Throws BACKUP_UNFIT unless D1 has had exactly the migrations that it had when the backup was made: what another one has moved about no restore can know. Throws
 * PLATFORM_NOT_EMPTY where there are apps or people already and nothing was said of overwriting them.
 */
export async function requireFit(ctx: Ctx, { migrations }: BackupManifest, { overwrite }: { overwrite: boolean }): Promise<void> {
  const here = await d1Migrations(ctx.env);
  if (here.join("\n") !== migrations.join("\n")) {
    throw new AppError("BACKUP_UNFIT", {
      reason: "D1 has had other migrations than when the backup was made. Restore it with the release that has these, and migrate then.",
      last: migrations.at(-1),
      here: here.at(-1),
    });
  }
  if (overwrite) return;
  const taken = await ctx.env.DB.prepare("SELECT EXISTS (SELECT 1 FROM apps) OR EXISTS (SELECT 1 FROM users) AS found").first<{
    found: number;
  }>();
  if (taken?.found === 1) throw new AppError("PLATFORM_NOT_EMPTY");
}
