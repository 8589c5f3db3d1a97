import type { ChatRoomCalls, RoomMember } from "../../contracts/chat-room.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Outcome, Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { sha256 } from "../../workers/platform/digest.ts";
import { Conversing } from "./conversing.ts";
import type { LiveRoom } from "./live-room.ts";
import { refused } from "./outcome.ts";
import { type Acting, mayModerate, mayOwn, mayRead, rankOf } from "./permissions.ts";
import type { MemberRecord } from "./records.ts";
import { Room } from "./room.ts";
import { inviteView, memberView, roomView } from "./views.ts";

type Calls = ChatRoomCalls;
type Input<Verb extends keyof Calls> = Parameters<Calls[Verb]>[0];
type Answer<Verb extends keyof Calls> = Awaited<ReturnType<Calls[Verb]>>;

/** Who is in the room, and how it is run. */
export abstract class Gathering extends Conversing {
  /** Sets the room up; see `ChatRoomCalls.create`. */
  async create(input: Input<"create">): Promise<Answer<"create">> {
    const by = input.ownerId === null ? ({ kind: "server" } as const) : ({ kind: "user", userId: input.ownerId } as const);
    return this.first((now) => {
      if (this.live !== null)
        return { ok: true as const, ...this.live.room.changed(by, ...this.live.room.members.values()), created: false };
      const { roomId, appId, type, showtimeId, name, description, visibility, metadata, ownerId, members } = input;
      const facts = { roomId, appId, type, showtimeId, createdAt: now };
      const rest = { status: "ACTIVE" as const, slowModeSeconds: 0, pinned: [], updatedAt: now };
      this.store.create(facts, { name, description, visibility, metadata, ownerId, ...rest });
      const loaded = this.store.load();
      if (loaded === null) throw new Error("a room that was just made is not there");
      const live = this.adopt(new Room(this.store, loaded));
      live.people.found(members, ownerId, now);
      live.archive.changed(now);
      return { ok: true as const, ...live.room.changed(by, ...live.room.members.values()), created: true };
    });
  }

  /** The room as the caller sees it; see `ChatRoomCalls.room`. */
  async room({ by, invite }: Input<"room">): Promise<Answer<"room">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    const userId = by.kind === "user" ? by.userId : null;
    const acting = live.room.acting(by);
    if (rankOf(acting) < 0 && live.room.settings.visibility === "PRIVATE") {
      const digest = invite === undefined ? null : await sha256(invite);
      if (live.room.members.get(userId ?? "")?.state === "BANNED") return refused("BANNED");
      if (live.room.facts.type === "DIRECT") return refused("NOT_A_MEMBER");
      if (this.store.invites.for(userId ?? "", digest, Date.now()) === null) {
        return refused(invite === undefined ? "INVITATION_REQUIRED" : "INVITATION_INVALID");
      }
    }
    return { ok: true, room: roomView(live.room, userId) };
  }

  /** How somebody stands in the room. NOT_A_MEMBER. */
  async standing({ userId }: Input<"standing">): Promise<Answer<"standing">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    const { room } = live;
    const member = room.members.get(userId);
    if (member === undefined || member.state !== "MEMBER") return refused(member?.state === "BANNED" ? "BANNED" : "NOT_A_MEMBER");
    await live.fanOut.greetAll();
    const last = room.store.messages.last();
    return {
      ok: true,
      room: roomView(room, userId),
      standing: {
        roomId: room.facts.roomId,
        role: member.role,
        lastSeenAt: member.lastSeenAt === null ? null : new Date(member.lastSeenAt).toISOString(),
        isOnline: live.presence.isHere(userId),
        readSeq: member.readSeq,
        headSeq: room.head,
        unreadCount: room.head - member.readSeq,
        lastMessage: last === null ? null : room.view(last),
      },
    };
  }

  /** The members, or those who are banned, in the order of their ids. */
  async members({ by, after, limit, banned = false }: Input<"members">): Promise<Answer<"members">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    const acting = live.room.acting(by);
    const denied = banned ? mayModerate(acting) : mayRead(acting);
    if (denied !== null) return refused(denied);
    await live.fanOut.greetAll();
    const state = banned ? "BANNED" : "MEMBER";
    const found = [...live.room.members.values()]
      .filter((member) => member.state === state && (after === undefined || member.userId > after))
      .sort((a, b) => (a.userId < b.userId ? -1 : 1))
      .slice(0, limit + 1);
    return { ok: true, members: found.slice(0, limit).map((member) => this.#view(live, member)), more: found.length > limit };
  }

  /** Everybody who is in the room at this moment. */
  async presence({ by }: Input<"presence">): Promise<Answer<"presence">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    const denied = mayRead(live.room.acting(by));
    if (denied !== null) return refused(denied);
    await live.fanOut.greetAll();
    const items = [...live.room.members.values()]
      .filter(({ state }) => state === "MEMBER")
      .map(({ userId, username }) => ({ id: userId, username, isOnline: live.presence.isHere(userId) }))
      .sort((a, b) => Number(b.isOnline) - Number(a.isOnline))
      .slice(0, limits.presenceItemsMax);
    return { ok: true, items };
  }

  /** Comes in; see `ChatRoomCalls.join`. */
  async join(input: Input<"join">): Promise<Answer<"join">> {
    const digest = input.invite === undefined ? null : await sha256(input.invite);
    return this.turn((live, now) => withoutSaved(live.people.join(input, digest, now)));
  }

  /** Goes; see `ChatRoomCalls.leave`. */
  async leave(input: Input<"leave">): Promise<Answer<"leave">> {
    return this.turn((live, now) => withoutSaved(live.people.leave(input, now)));
  }

  /** Takes somebody out; see `ChatRoomCalls.kick`. */
  async kick(input: Input<"kick">): Promise<Answer<"kick">> {
    return this.turn((live, now) => this.#withMember(live, live.people.kick(input, now)));
  }

  /** Changes what somebody may; see `ChatRoomCalls.updateMember`. */
  async updateMember(input: Input<"updateMember">): Promise<Answer<"updateMember">> {
    return this.turn((live, now) => this.#withMember(live, live.people.update(input, now)));
  }

  /** Changes the room's settings; see `ChatRoomCalls.update`. */
  async update({ by, change }: Input<"update">): Promise<Answer<"update">> {
    return this.turn((live, now): Answer<"update"> => {
      const { room } = live;
      const acting = room.acting(by);
      const { pinned, slowModeSeconds, ...owned } = change;
      const denied = Object.keys(owned).length > 0 ? mayOwn(acting) : mayModerate(acting);
      if (denied !== null && !(room.facts.type === "DIRECT" && mayRead(acting) === null && pinned !== undefined)) return refused(denied);
      if (room.facts.type === "DIRECT" && (slowModeSeconds !== undefined || Object.keys(owned).length > 0)) {
        return refused("FORBIDDEN", { reason: "DIRECT" });
      }
      const records = (pinned ?? []).map((id) => room.messageById(id));
      const missing = records.findIndex((record) => record === null || record.deletedAt !== null);
      if (missing !== -1) return refused("MESSAGE_NOT_FOUND", { id: pinned?.[missing] });
      const given = { ...owned, ...(slowModeSeconds !== undefined && { slowModeSeconds }) };
      const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      if (Object.keys(settings).length > 0) {
        room.saveSettings(settings, now);
        room.change({ kind: "ROOM", fields: settings }, acting, now);
      }
      if (pinned !== undefined) {
        room.saveSettings({ pinned: [...new Set(records.flatMap((record) => record?.seq ?? []))] }, now);
        room.change({ kind: "PINNED", fields: { pinned } }, acting, now);
      }
      return { ok: true, ...room.changed(by) };
    });
  }

  /** Invites by link or by name; see `ChatRoomCalls.invite`. */
  async invite({ by, inviteId, tokenDigest, userId, expiresAt, usesMax }: Input<"invite">): Promise<Answer<"invite">> {
    return this.turn((live, now): Answer<"invite"> => {
      const { room } = live;
      const denied = mayInvite(room, room.acting(by), userId !== undefined);
      if (denied !== null) return refused(denied);
      if (userId !== undefined && room.members.get(userId)?.state === "BANNED") return refused("BANNED", { userId });
      if (this.store.invites.good(now).length >= limits.invitesPerRoomMax) return refused("INVITE_LIMIT_REACHED");
      const createdBy = by.kind === "user" ? by.userId : "server";
      const uses = userId === undefined ? usesMax : 1;
      const invite = { id: inviteId, userId: userId ?? null, usesMax: uses, uses: 0, createdBy, createdAt: now, expiresAt };
      this.store.invites.add(invite, tokenDigest);
      return { ok: true, invite: inviteView(room, invite) };
    });
  }

  /** The invitations that still let somebody in. FORBIDDEN. */
  async invites({ by }: Input<"invites">): Promise<Answer<"invites">> {
    return this.turn((live, now): Answer<"invites"> => {
      const denied = mayModerate(live.room.acting(by));
      if (denied !== null) return refused(denied);
      return { ok: true, invites: this.store.invites.good(now).map((invite) => inviteView(live.room, invite)) };
    });
  }

  /** Withdraws an invitation. INVITE_NOT_FOUND, FORBIDDEN. */
  async revokeInvite({ by, inviteId }: Input<"revokeInvite">): Promise<Answer<"revokeInvite">> {
    return this.turn((live): Answer<"revokeInvite"> => {
      const denied = mayModerate(live.room.acting(by));
      if (denied !== null) return refused(denied);
      const removed = this.store.invites.remove(inviteId);
      return removed === null ? refused("INVITE_NOT_FOUND") : { ok: true, invite: inviteView(live.room, removed) };
    });
  }

  #withMember<Changed extends object>(live: LiveRoom, answer: Outcome<Changed & { saved: MemberRecord | null }>) {
    if (!answer.ok) return answer;
    const { saved, ...rest } = answer;
    return saved === null ? refused("MEMBER_NOT_FOUND") : { ...rest, member: this.#view(live, saved) };
  }

  #view(live: LiveRoom, member: MemberRecord): RoomMember {
    return memberView(member, { isOnline: live.presence.isHere(member.userId), head: live.fanOut.told.seq, now: Date.now() });
  }
}

/** Whoever makes a link lets in people whom nobody has named; and a showtime's room is for those with a ticket. */
function mayInvite({ facts }: Room, acting: Acting, byName: boolean): ErrorCode | null {
  const denied = byName && facts.showtimeId === null ? mayRead(acting) : mayModerate(acting);
  return denied ?? (facts.type === "DIRECT" ? "FORBIDDEN" : null);
}

function withoutSaved<Answer extends { ok: true; saved: unknown }>(answer: Answer | Refusal): Omit<Answer, "saved"> | Refusal {
  if (!answer.ok) return answer;
  const { saved, ...rest } = answer;
  return rest;
}
