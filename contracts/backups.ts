import { z } from "zod";
import { JobRun } from "./jobs.ts";
import { Time } from "./values.ts";

/** When it was begun, in UTC. */
export const BackupId = z
  .string()
  .regex(/^\d{8}T\d{6}Z$/, "is no id of a backup, such as 20261121T020004Z")
  .meta({ id: "BackupId", example: "20261121T020004Z" });

const counts = { bytes: z.number().int(), parts: z.number().int(), rows: z.number().int(), objects: z.number().int() };

/** A file of a backup. `object`: lines of objects of this class; `table`: rows of this table of D1. `sha256`: of the file as it lies there, in hexadecimal. */
export const BackupPart = z.object({
  key: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  rows: z.number().int(),
  table: z.string().optional(),
  object: z.string().optional(),
});
export type BackupPart = z.infer<typeof BackupPart>;

/** What a backup consists of. It is written last: a backup without it is none. `migrations`: those of D1. */
export const BackupManifest = z.object({
  format: z.literal(1),
  id: BackupId,
  startedAt: Time,
  finishedAt: Time,
  migrations: z.array(z.string()),
  parts: z.array(BackupPart),
  objects: z.number().int(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** `objects`: showtimes and rooms; `rows`: in D1 and in them; `bytes`: compressed and encrypted. */
export const Backup = z.object({ id: z.string(), startedAt: Time, finishedAt: Time, ...counts }).meta({
  id: "Backup",
  example: {
    id: "20261121T020004Z",
    startedAt: "2026-11-21T02:00:04.000Z",
    finishedAt: "2026-11-21T02:03:40.000Z",
    bytes: 48_211_904,
    parts: 112,
    rows: 1_204_331,
    objects: 940,
  },
});
export type Backup = z.infer<typeof Backup>;
/** The newest first, all of them. */
export const BackupList = z
  .object({ items: z.array(Backup), nextCursor: z.null() })
  .meta({ example: { items: [Backup.meta()?.example], nextCursor: null } });

export const BackupParams = z.strictObject({ id: BackupId });
/** `overwrite`: everything that the platform has goes first. */
export const RestoreBackup = z.strictObject({ overwrite: z.boolean().default(false) }).meta({ id: "RestoreBackup", example: {} });
export type RestoreBackup = z.infer<typeof RestoreBackup>;
export const RestoreAnswer = z.object({ run: JobRun }).meta({
  example: {
    run: {
      id: "job_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      name: "restore",
      period: "20261121T020004Z",
      status: "RUNNING",
      startedBy: "admin:ada@example.com",
      done: 0,
      total: null,
      report: {},
      error: null,
      startedAt: "2026-11-21T09:10:00.000Z",
      updatedAt: "2026-11-21T09:10:00.000Z",
      finishedAt: null,
    },
  },
});
