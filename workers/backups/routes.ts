import { BackupList, BackupParams, RestoreAnswer, RestoreBackup } from "../../contracts/backups.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { listBackups } from "./list-backups.ts";
import { restoreBackup } from "./restore/restore-backup.ts";

export const backupRoutes = new Endpoints("Admin");

backupRoutes.get(
  "/api/v1/admin/backups",
  {
    operationId: "listBackups",
    summary: "The backups that can be restored, the newest first",
    description: "One is made each night, and by `POST /admin/jobs/backup`.",
    access: "admin",
    answer: BackupList,
  },
  (ctx) => listBackups(ctx),
);

backupRoutes.post(
  "/api/v1/admin/backups/{id}/restore",
  {
    operationId: "restoreBackup",
    summary: "Bring a backup back",
    description:
      "Answers at once; `GET /admin/jobs` shows how far the run is. Into an empty platform, or with `overwrite` in place of everything that is there. Every file is checked before anything is written. Nobody should be let in meanwhile, and everybody signs in anew afterwards.",
    access: "admin",
    params: BackupParams,
    body: RestoreBackup,
    answer: RestoreAnswer,
    errors: ["BACKUP_NOT_FOUND", "BACKUP_UNFIT", "PLATFORM_NOT_EMPTY", "JOB_RUNNING"],
  },
  async (ctx, { params, body }) => ({ run: await restoreBackup(ctx, params.id, body) }),
);
