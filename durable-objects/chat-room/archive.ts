import type { RoomTelling, TellingReceipt } from "../../contracts/chat-room.ts";
import { limits } from "../../contracts/limits.ts";
import { machineOf } from "../../contracts/snowflake.ts";
import { Logger } from "../../workers/platform/log.ts";
import type { MessageRecord } from "./records.ts";
import type { Room } from "./room.ts";
import { toldMember, toldMessage, toldRoom } from "./views.ts";

/** Gathers what is to be told; long enough that a busy room tells in large pieces. */
const gatherMs = 1000;
/** How long the archive has to say that it recorded something, before it is told again; doubled with every attempt. */
const patienceMs = { first: 30_000, most: 15 * 60_000 };
const tellingsPerRun = 20;
const trimmedPerRun = 2000;

/** Tells D1 and the search index what there is in the room, until they say that they have it. Nothing of a room is only in a queue. */
export class ArchiveTeller {
  readonly #env: Env;
  readonly #room: Room;
  /** When there is something to do, in ms, or null. */
  dueAt: number | null;
  #sentSeq: number;
  #sentVersion: number;
  #sentAt = 0;
  /** What was sent of members and changed messages and is not yet known to be recorded: the version of each. */
  readonly #sent = new Map<string, number>();
  /** Stretches of messages that were recorded before those in front of them: where each begins, and where it ends. */
  readonly #early = new Map<number, number>();
  #attempts = 0;
  #running = false;

  constructor(env: Env, room: Room, now: number) {
    this.#env = env;
    this.#room = room;
    const { archivedSeq, toldVersion } = room.store.archive.position();
    this.#sentSeq = archivedSeq;
    this.#sentVersion = toldVersion;
    this.dueAt = this.#hasWork() ? now : null;
  }

  /** Something was said or changed. Returns whether it is due earlier than before. */
  changed(now: number): boolean {
    const due = now + gatherMs;
    if (this.dueAt !== null && this.dueAt <= due) return false;
    this.dueAt = due;
    return true;
  }

  /** Never throws: what could not be told is due again. */
  async tell(now: number): Promise<void> {
    if (this.#running || this.dueAt === null || this.dueAt > now) return;
    this.#running = true;
    try {
      if (this.#sentAt > 0 && now - this.#sentAt >= this.#patience()) this.#sendAgain();
      for (let count = 0; count < tellingsPerRun; count++) {
        const telling = this.#next();
        if (telling === null) break;
        this.#sentAt = now;
        await this.#env.CHAT_MESSAGES.send(telling);
      }
      this.#trim();
    } catch (error) {
      new Logger(this.#env.LOG_LEVEL, { room: this.#room.facts.roomId }).error("the archive could not be told", error);
      this.#sendAgain();
    } finally {
      this.#running = false;
      const more = this.#sentSeq < this.#room.head;
      this.dueAt = more ? now + gatherMs : this.#hasWork() ? now + this.#patience() : null;
    }
  }

  archived({ seqAfter, seqUpTo, versionUpTo, members, changed }: TellingReceipt): void {
    const { archive } = this.#room.store;
    const { archivedSeq } = archive.position();
    this.#early.set(seqAfter, Math.max(seqUpTo, this.#early.get(seqAfter) ?? 0));
    let seq = archivedSeq;
    for (const [after, upTo] of [...this.#early].sort(([a], [b]) => a - b)) {
      if (after > seq) break;
      seq = Math.max(seq, upTo);
      this.#early.delete(after);
    }
    archive.recorded({ seq, version: versionUpTo });
    for (const [userId, version] of members) archive.memberRecorded(userId, version);
    for (const [changedSeq, rev] of changed) archive.messageRecorded(changedSeq, rev);
    this.#attempts = 0;
    if (!this.#hasWork()) {
      this.dueAt = null;
      this.#sent.clear();
    }
  }

  /** D1 is told everything anew that is kept here. */
  retell(now: number): void {
    this.#room.store.archive.forget();
    this.#sendAgain();
    this.#sentVersion = 0;
    this.dueAt = now;
  }

  #patience(): number {
    return Math.min(patienceMs.most, patienceMs.first * 2 ** this.#attempts);
  }

  /** What was sent and not recorded got lost. */
  #sendAgain(): void {
    const { archivedSeq, toldVersion } = this.#room.store.archive.position();
    this.#sentSeq = archivedSeq;
    this.#sentVersion = toldVersion;
    this.#sent.clear();
    this.#attempts++;
  }

  #hasWork(): boolean {
    const { archivedSeq, toldVersion } = this.#room.store.archive.position();
    const { head, rev } = this.#room;
    return archivedSeq < head || toldVersion < head + rev || this.#room.store.archive.hasUntold();
  }

  #next(): RoomTelling | null {
    const { store, facts, head, members } = this.#room;
    const machine = machineOf(facts.roomId);
    const most = limits.archiveMessagesPerTelling;
    const fresh = fitting(store.messages.after(this.#sentSeq, head, most));
    const changed = fitting(store.messages.changed(most * 10).filter(({ seq, rev }) => this.#sent.get(`${seq}`) !== rev)).slice(0, most);
    const people = store.archive
      .untoldMembers(most * 10)
      .flatMap((userId) => members.get(userId) ?? [])
      .filter(({ userId, version }) => this.#sent.get(userId) !== version)
      .slice(0, most);
    const told = toldRoom(this.#room);
    if (fresh.length + changed.length + people.length === 0 && this.#sentVersion >= told.version) return null;
    const receipt: TellingReceipt = {
      seqAfter: this.#sentSeq,
      seqUpTo: fresh.at(-1)?.seq ?? this.#sentSeq,
      versionUpTo: told.version,
      members: people.map(({ userId, version }) => [userId, version]),
      changed: changed.map(({ seq, rev }) => [seq, rev]),
    };
    this.#sentSeq = receipt.seqUpTo;
    this.#sentVersion = told.version;
    for (const [userId, version] of receipt.members) this.#sent.set(userId, version);
    for (const [seq, rev] of receipt.changed) this.#sent.set(`${seq}`, rev);
    return {
      type: "chat.told",
      appId: facts.appId,
      roomId: facts.roomId,
      receipt,
      room: told,
      members: people.map((member) => toldMember(facts.roomId, member)),
      messages: [...fresh, ...changed].map((record) => toldMessage(machine, record)),
    };
  }

  /** What is in D1 and beyond what a room keeps. */
  #trim(): void {
    const { store, head } = this.#room;
    const { archivedSeq, keptFrom } = store.archive.position();
    const keep = Math.min(head - limits.roomMessagesKept, archivedSeq) + 1;
    if (keep <= keptFrom) return;
    const trimmed = store.messages.trim(Math.min(keep, keptFrom + trimmedPerRun), trimmedPerRun);
    store.archive.keptFrom(keptFrom + trimmed);
  }
}

/** As many as fit into half of one message of the queue. */
function fitting(records: MessageRecord[]): MessageRecord[] {
  let bytes = 0;
  const fits = records.findIndex((record) => {
    bytes += 400 + record.content.length * 3 + JSON.stringify(record.reactions).length;
    return bytes > limits.archiveTellingBytesMax / 2;
  });
  return fits === -1 ? records : records.slice(0, Math.max(1, fits));
}
