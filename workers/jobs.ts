import { metricsRollUp } from "./admin/roll-up-metrics.ts";
import { archive } from "./archive/archive.ts";
import { backupJob } from "./backups/backup-job.ts";
import { restoreJob } from "./backups/restore/restore-job.ts";
import { messageDigest } from "./notifications/digest/message-digest.ts";
import { dayBeforeReminder } from "./notifications/reminders/day-before-reminder.ts";
import { fridayReminder } from "./notifications/reminders/friday-reminder.ts";
import type { Job } from "./platform/job.ts";
import { reconciliation } from "./reconciliation/reconcile.ts";
import { sweepJob } from "./sweep.ts";

/** Everything that runs by the clock or by hand. */
export const jobs: readonly Job[] = [
  sweepJob,
  fridayReminder,
  dayBeforeReminder,
  messageDigest,
  reconciliation,
  archive,
  metricsRollUp,
  backupJob,
  restoreJob,
];
