import type { LoggedObject } from "../../contracts/object-log.ts";
import { exportLog, logHead } from "../object-log/export-log.ts";
import { eraseLog, openLog, stageLog } from "../object-log/import-log.ts";
import { Listening } from "./listening.ts";
import { chatRoomLog } from "./log-spec.ts";
import { Room } from "./room.ts";

type Input<Verb extends keyof LoggedObject> = Parameters<LoggedObject[Verb]>[0];

/** How a room is taken away and brought back; see `LoggedObject`. */
export abstract class Logged extends Listening implements LoggedObject {
  /** The next lines of the log. */
  async exportLog({ cursor, bytesMax }: Input<"exportLog">): ReturnType<LoggedObject["exportLog"]> {
    return exportLog(this.ctx.storage, chatRoomLog, cursor, bytesMax);
  }

  /** Lays lines of a log aside. NOT_EMPTY. */
  async stageLog(input: Input<"stageLog">): ReturnType<LoggedObject["stageLog"]> {
    return stageLog(this.ctx.storage, input);
  }

  /** Opens the room with what was laid aside; nobody is in it yet. NOT_EMPTY, UNKNOWN_MIGRATION, NOTHING_STAGED. */
  async openLog({ run }: Input<"openLog">): ReturnType<LoggedObject["openLog"]> {
    const opened = openLog(this.ctx.storage, chatRoomLog, run);
    const loaded = opened.ok && this.live === null ? this.store.load() : null;
    if (loaded !== null) this.adopt(new Room(this.store, loaded));
    return opened;
  }

  /** Forgets the room. */
  async eraseLog(): Promise<void> {
    return eraseLog(this.ctx);
  }

  /** The number of the last message. */
  async logHead(): Promise<number | null> {
    return logHead(this.ctx.storage, chatRoomLog);
  }
}
