import type { LoggedObject } from "../../contracts/object-log.ts";
import { exportLog, logHead } from "../object-log/export-log.ts";
import { eraseLog, openLog, stageLog } from "../object-log/import-log.ts";
import { seatMapLog } from "./log-spec.ts";
import { Reconciled } from "./reconciled.ts";

type Input<Verb extends keyof LoggedObject> = Parameters<LoggedObject[Verb]>[0];

/** How a showtime is taken away and brought back; see `LoggedObject`. */
export abstract class Logged extends Reconciled implements LoggedObject {
  /** The next lines of the log. */
  async exportLog({ cursor, bytesMax }: Input<"exportLog">): ReturnType<LoggedObject["exportLog"]> {
    return exportLog(this.ctx.storage, seatMapLog, cursor, bytesMax);
  }

  /** Lays lines of a log aside. NOT_EMPTY. */
  async stageLog(input: Input<"stageLog">): ReturnType<LoggedObject["stageLog"]> {
    return stageLog(this.ctx.storage, input);
  }

  /** Opens the showtime with what was laid aside. What lapsed meanwhile ends with its next alarm. NOT_EMPTY, UNKNOWN_MIGRATION, NOTHING_STAGED. */
  async openLog({ run }: Input<"openLog">): ReturnType<LoggedObject["openLog"]> {
    const opened = openLog(this.ctx.storage, seatMapLog, run);
    const loaded = opened.ok && this.show === null ? this.storage.load() : null;
    if (loaded !== null) this.adopt(loaded);
    return opened;
  }

  /** Forgets the showtime. */
  async eraseLog(): Promise<void> {
    return eraseLog(this.ctx);
  }

  /** The last entry of the log. */
  async logHead(): Promise<number | null> {
    return logHead(this.ctx.storage, seatMapLog);
  }
}
