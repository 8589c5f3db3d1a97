import type { ChatRoomCalls, RoomPosition } from "../../contracts/chat-room.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { Gathering } from "./gathering.ts";
import type { LiveRoom } from "./live-room.ts";
import { refused } from "./outcome.ts";
import { mayRead } from "./permissions.ts";

type Calls = ChatRoomCalls;
type Input<Verb extends keyof Calls> = Parameters<Calls[Verb]>[0];
type Answer<Verb extends keyof Calls> = Awaited<ReturnType<Calls[Verb]>>;
type Replay = Extract<Answer<"listen">, { ok: true }>;

/** How gateways hear of the room, in the name of those who listen there. */
export abstract class Listening extends Gathering {
  /** Begins to tell a gateway; see `ChatRoomCalls.listen`. Within a turn, so that what it answers and what is told from then on make one whole. */
  async listen({ gateway, userId, after, limit }: Input<"listen">): Promise<Answer<"listen">> {
    const begun = await this.turn((live): Outcome<{ from: RoomPosition }> => {
      const denied = mayRead(live.room.acting({ kind: "user", userId }));
      if (denied !== null) return refused(denied);
      const isNew = live.presence.listens(gateway, userId);
      live.fanOut.link(gateway, { isNew });
      const { head, rev } = live.room;
      return { ok: true, from: { seq: Math.min(after?.seq ?? head, head), rev: Math.min(after?.rev ?? rev, rev) } };
    });
    if (!begun.ok) return begun;
    return this.live === null ? refused("ROOM_NOT_FOUND") : this.#replay(this.live, begun.from, limit);
  }

  /** What a gateway missed; see `ChatRoomCalls.replay`. */
  async replay({ gateway, from, limit, listeners }: Input<"replay">): Promise<Answer<"replay">> {
    const begun = await this.turn((live): Outcome<{ lost: string[] }> => {
      const lost = listeners.filter((userId) => !live.room.isMember(userId));
      for (const userId of listeners) if (live.room.isMember(userId)) live.presence.listens(gateway, userId);
      if (listeners.length > lost.length) live.fanOut.link(gateway, { isNew: true });
      return { ok: true, lost };
    });
    if (!begun.ok) return begun;
    if (this.live === null) return refused("ROOM_NOT_FOUND");
    return { ...(await this.#replay(this.live, from, limit)), lost: begun.lost };
  }

  /** A tab at a gateway, or somebody's last one, has left. */
  async unlisten({ gateway, userId, last, readSeq }: Input<"unlisten">): Promise<void> {
    await this.turn((live, now) => {
      if (last) live.presence.unlistens(gateway, userId);
      live.presence.left(userId, now, readSeq === undefined ? null : Math.min(readSeq, live.room.head));
    });
  }

  /** Offers a message to the other gateways, until a subscriber takes it. */
  async redeliver({ gateway, seq }: Input<"redeliver">): Promise<Answer<"redeliver">> {
    const live = this.live;
    const [line] = live === null ? [] : await live.past.lines(seq - 1, seq, 1);
    if (live === null || line === undefined) return refused("MESSAGE_NOT_FOUND");
    for (const name of live.presence.gateways) {
      if (name !== gateway && (await live.fanOut.redeliver(name, line))) return { ok: true, taken: true };
    }
    return { ok: true, taken: false };
  }

  /** What stands between `from` and the room's head, in order and in one piece; the head is of the moment of reading. */
  async #replay({ room, past }: LiveRoom, from: RoomPosition, limit: number): Promise<Replay> {
    const messages = await past.lines(from.seq, room.head, limit);
    const seq = messages.at(-1)?.n ?? from.seq;
    const isWhole = seq >= room.head;
    const changes = isWhole ? past.changes(from, room.rev, limit) : [];
    const head = { seq: room.head, rev: room.rev };
    return { ok: true, messages, changes, head, access: room.access, more: !isWhole || changes.length === limit };
  }
}
