import type { JobName } from "../../contracts/jobs.ts";
import type { Ctx } from "./context.ts";

/** Where a run of a job stands. `position`: what its last page answered, null before the first one. `total`: as far as it is known. */
export interface JobState {
  runId: string;
  period: string;
  position: unknown;
  done: number;
  total: number | null;
  report: Readonly<Record<string, unknown>>;
  /** The page has failed so often that it is not tried again: what stands in the way for one person only should be let go. */
  lastAttempt: boolean;
}

/** What one page did. */
export interface JobStep {
  /** Where the next page begins, as JSON; null: this was the last one. */
  position: unknown;
  /** How much more is done, in what the job counts. */
  done: number;
  total?: number;
  /** Numbers add up over the pages, lists grow up to `jobFindingsReported`, anything else takes the place of what was there. */
  report?: Record<string, unknown>;
  /** Written to D1 in one transaction with the run's progress: all of it once, or none. */
  statements?: readonly D1PreparedStatement[];
  /** What may only be done when that is written; it may be lost. Not called `then`: an answer that has one is taken for a promise. */
  afterwards?: () => Promise<unknown>;
}

/**
 * Something that runs by the clock. A period runs once, whoever starts it and however often; a run is worked off page by page through the queue `jobs`, and a
 * page that a crash cut off is done again from the same position: so whatever it does beside its `statements` must do nothing twice.
 */
export interface Job {
  name: JobName;
  /** What it does, in a line. */
  summary: string;
  /** When it runs, in words. */
  schedule: string;
  /** Periods that should have begun by now, the oldest first, with those that were missed; whether they have run is asked by the caller. */
  due(ctx: Ctx): Promise<readonly string[]>;
  /** The period that it is now: what is run by hand. Throws VALIDATION_FAILED for one that `period` does not name rightly. */
  period(ctx: Ctx, asked: string | undefined): string;
  /** Does one page, in well under `jobLeaseSeconds`: whoever takes longer has lost it to another worker. What it throws is tried again. */
  page(ctx: Ctx, state: JobState): Promise<JobStep>;
}
