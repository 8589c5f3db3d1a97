import type { ChatRoomCalls } from "../../contracts/chat-room.ts";
import { RoomClientFrame } from "../../contracts/chat-socket.ts";
import type { SocketHost } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";
import { parseJson, refusedUpgrade } from "../sockets.ts";
import type { LiveRoom } from "./live-room.ts";
import { Logged } from "./logged.ts";
import { refused } from "./outcome.ts";
import { mayRead } from "./permissions.ts";
import { errorFrame, keepSeat, type Seat, seatOf, sendFrame } from "./room-socket.ts";

type FrameOf<Type extends RoomClientFrame["type"]> = Extract<RoomClientFrame, { type: Type }>;

/**
 * One room: the single writer of its messages, of what is changed of them, and of who may read them. What is said is on disk before anybody hears of it, and
 * before whoever said it is answered. Nothing runs while nothing is said.
 */
export class ChatRoom extends Logged implements ChatRoomCalls, SocketHost {
  /** Upgrades a member's socket. The Worker says in `x-marquee-*` who comes, and what they have already; a ticket is spent here. */
  override async fetch(request: Request): Promise<Response> {
    const header = (name: string) => request.headers.get(`x-marquee-${name}`);
    const userId = header("user") ?? "";
    const ticketId = header("ticket");
    const opened = await this.turn((live, now) => {
      const denied = mayRead(live.room.acting({ kind: "user", userId }));
      if (denied !== null) return refused(denied);
      const isCrowded = this.crowd.size >= limits.socketsPerRoomMax || this.crowd.of(userId).length >= limits.socketsPerUserInRoomMax;
      if (isCrowded) return refused("OVERLOADED");
      if (ticketId !== null && !this.store.spendTicket(ticketId, now)) return refused("TICKET_INVALID");
      // What waits for its tick is told first: then nothing that the client can know already comes to it again.
      live.fanOut.flush();
      const seat: Seat = {
        userId,
        sessionId: header("session") ?? "",
        socketId: header("socket") ?? "",
        until: now + limits.socketHoldHours * 3_600_000,
        from: { ...live.fanOut.told },
        started: false,
        catchingUp: false,
        explicit: false,
      };
      const { client, server } = this.crowd.accept(seat);
      live.presence.came(userId);
      const items = [...live.presence.here].slice(0, limits.presenceItemsOnOpen).map((id) => ({ id, isOnline: true }));
      sendFrame(server, { type: "presence", items, head: seat.from.seq, rev: seat.from.rev });
      this.crowd.told(server);
      return { ok: true as const, client, server, live };
    });
    if (!opened.ok) return refusedUpgrade(opened.code);
    this.tally.changed();
    opened.live.catchUp.startSoon(opened.server, positionIn(request.headers));
    return new Response(null, { status: 101, webSocket: opened.client });
  }

  /** How many sockets are open here: asked by whoever adds them up, in case this object crashed with sockets that it had told of. */
  async sockets(): Promise<number> {
    return this.ctx.getWebSockets().length;
  }

  /** The sockets of these sessions are over: whoever sat there must come again, signed in. */
  async endSessions(sessionIds: string[]): Promise<void> {
    for (const socket of sessionIds.flatMap((id) => this.crowd.of(id))) {
      sendFrame(socket, errorFrame(refused("TOKEN_INVALID")));
      this.crowd.silence(socket);
      socket.close(1008, "the session has ended");
    }
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.log.debug("chat room frame", {});
    const now = Date.now();
    const live = this.live;
    // What was under way when the socket was closed from here counts for nothing.
    if (live === null || socket.readyState !== WebSocket.OPEN || !this.crowd.admits(socket, now)) return;
    this.apps.glance(live.room.facts.appId, now);
    if (typeof message !== "string" || message.length > limits.socketFrameBytesMax) {
      socket.close(typeof message === "string" ? 1009 : 1003, "send JSON text of at most 64 KiB");
      return;
    }
    const seat = seatOf(socket);
    if (seat.until <= now) {
      sendFrame(socket, errorFrame(refused("TOKEN_EXPIRED")));
      socket.close(1008, "come again");
      return;
    }
    const json = parseJson(message);
    const frame = RoomClientFrame.safeParse(json);
    if (frame.success) await this.#take(live, socket, seat, frame.data);
    else {
      const issues = frame.error.issues.map(({ path, message: text }) => ({ path: path.join("."), message: text }));
      sendFrame(socket, errorFrame(refused("VALIDATION_FAILED", { issues }), namesIn(json)));
    }
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    const { userId, started, explicit } = seatOf(socket);
    this.crowd.closed(socket, code, reason);
    this.tally.changed();
    await this.turn((live, now) => live.presence.left(userId, now, started && !explicit ? live.fanOut.told.seq : null));
  }

  override webSocketError(socket: WebSocket): Promise<void> {
    return this.webSocketClose(socket, 1006, "");
  }

  async #take(live: LiveRoom, socket: WebSocket, { userId, explicit }: Seat, frame: RoomClientFrame): Promise<void> {
    const { catchUp } = live;
    if (frame.type === "resume") return catchUp.resume(socket, { seq: frame.after, rev: frame.rev ?? null });
    catchUp.startNow(socket);
    const by = { kind: "user", userId } as const;
    if (frame.type === "send") return this.#send(socket, userId, frame);
    if (frame.type === "typing") {
      await this.typing({ userId, active: frame.active });
    } else if (frame.type === "seen") {
      if (!explicit) keepSeat(socket, { explicit: true });
      const answer = await this.seen({ userId, seq: frame.seq });
      if (!answer.ok) sendFrame(socket, errorFrame(answer));
    } else {
      const { type, id, ref } = frame;
      const answer =
        type === "edit"
          ? await this.edit({ by, id, content: frame.content })
          : type === "delete"
            ? await this.delete({ by, id })
            : await this.react({ by, id, emoji: frame.emoji, remove: frame.remove });
      if (!answer.ok) return sendFrame(socket, errorFrame(answer, { ref: ref ?? id }));
      const { seq, rev = 0 } = answer.message;
      sendFrame(socket, { type: "ack", id, seq, rev, ...(ref !== undefined && { ref }) });
    }
  }

  async #send(socket: WebSocket, userId: string, { content, clientId, replyTo, ref }: FrameOf<"send">): Promise<void> {
    const answer = await this.send({ by: { kind: "user", userId }, content, clientId, ...(replyTo !== undefined && { replyTo }) });
    if (!answer.ok) return sendFrame(socket, errorFrame(answer, { clientId, ref }));
    const { id, seq, timestamp } = answer.message;
    const named = { clientId, ...(ref !== undefined && { ref }), ...(answer.duplicate && { duplicate: true as const }) };
    sendFrame(socket, { type: "ack", ...named, id, seq, timestamp });
  }
}

/** What a client says it has already, in the address with which it opened its socket. */
function positionIn(headers: Headers): { seq: number; rev: number | null } | null {
  const after = headers.get("x-marquee-after");
  const rev = headers.get("x-marquee-rev");
  return after === null ? null : { seq: Number(after), rev: rev === null ? null : Number(rev) };
}

/** By what the sender of a bad frame knows it. */
function namesIn(json: unknown): { clientId?: string; ref?: string } {
  const names: { clientId?: string; ref?: string } = {};
  if (typeof json !== "object" || json === null) return names;
  if ("clientId" in json && typeof json.clientId === "string") names.clientId = json.clientId.slice(0, limits.clientIdCharsMax);
  if ("ref" in json && typeof json.ref === "string") names.ref = json.ref.slice(0, limits.clientIdCharsMax);
  return names;
}
