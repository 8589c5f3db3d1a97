import type { ChatRoomCalls, RoomCaller, Changed as RoomChanged, RoomPerson } from "../../contracts/chat-room.ts";
import type { Outcome, Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { refused } from "./outcome.ts";
import { type Acting, mayActOver, mayOwn, mayRead, rankOf, successor } from "./permissions.ts";
import type { MemberRecord } from "./records.ts";
import type { Room } from "./room.ts";

type Input<Verb extends keyof ChatRoomCalls> = Parameters<ChatRoomCalls[Verb]>[0];
type Changed = Outcome<RoomChanged & { saved: MemberRecord | null }>;

/** Who comes into a room, who leaves it, and what each may do there. Each verb is one command of a turn. */
export class People {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Those who are in the room when it is made. `quiet`: no message tells of their coming. */
  found(people: readonly RoomPerson[], ownerId: string | null, now: number): void {
    for (const person of people) this.#enter(person, now, { role: person.userId === ownerId ? "OWNER" : "MEMBER", quiet: true });
  }

  /** `tokenDigest`: of the invitation's link, or null. `by` the server: lets in whoever is not banned. */
  join({ person, by, reasonSince }: Input<"join">, tokenDigest: string | null, now: number): Changed {
    const { facts, settings } = this.#room;
    const known = this.#room.members.get(person.userId);
    if (known?.state === "MEMBER") return this.#changed(person.userId, this.#renamed(known, person));
    const byServer = by?.kind === "server";
    const hasLeftSince = byServer && reasonSince !== undefined && known?.state === "LEFT" && known.joinedAt >= reasonSince;
    if (hasLeftSince) return this.#changed(person.userId, null);
    const denied = this.#mayEnter(known, byServer);
    if (denied !== null) return denied;
    if (facts.type === "DIRECT" && known === undefined) return refused("INVITATION_REQUIRED");
    if (!byServer && settings.visibility === "PRIVATE" && facts.type !== "DIRECT") {
      const invite = this.#room.store.invites.for(person.userId, tokenDigest, now);
      if (invite === null) return refused(tokenDigest === null ? "INVITATION_REQUIRED" : "INVITATION_INVALID");
      this.#room.store.invites.use(invite.id);
    }
    return this.#changed(person.userId, this.#enter(person, now, {}));
  }

  leave({ userId, role }: Input<"leave">, now: number): Changed {
    const member = this.#room.members.get(userId);
    if (member?.state !== "MEMBER" || (role !== undefined && member.role !== role)) return this.#changed(userId, null);
    if (this.#room.facts.type === "DIRECT") return refused("FORBIDDEN", { reason: "DIRECT" });
    const left = this.#depart(member, "LEFT", { kind: "user", userId, member }, now);
    this.#replaceOwner(now);
    return this.#changed(userId, left);
  }

  /** Takes somebody out of the room whose account is erased, also of a DIRECT one. */
  departForGood(member: MemberRecord, now: number): void {
    this.#depart(member, "LEFT", { kind: "server" }, now);
  }

  kick({ by, userId }: Input<"kick">, now: number): Changed {
    const found = this.#target(by, userId);
    if ("ok" in found) return found;
    const { acting, member } = found;
    if (member.state !== "MEMBER") return refused("MEMBER_NOT_FOUND");
    if (this.#isLastOwner(member)) return refused("LAST_OWNER");
    this.#room.store.invites.removeFor(userId);
    return this.#changed(by, this.#depart(member, "LEFT", acting, now, "KICKED"));
  }

  update({ by, userId, role, mutedUntil, banned }: Input<"updateMember">, now: number): Changed {
    const found = this.#target(by, userId);
    if ("ok" in found) return found;
    const { acting } = found;
    let { member } = found;
    if (role !== undefined && role !== member.role) {
      const denied = mayOwn(acting);
      if (denied !== null) return refused(denied);
      if (member.state !== "MEMBER") return refused("MEMBER_NOT_FOUND");
      if (role !== "OWNER" && this.#isLastOwner(member)) return refused("LAST_OWNER");
      member = this.#room.saveMember({ ...member, role });
      this.#room.change({ kind: "ROLE", userId, fields: { role } }, acting, now);
      if (role === "OWNER" && this.#room.settings.ownerId === null) this.#room.saveSettings({ ownerId: userId }, now);
      if (role !== "OWNER" && this.#room.settings.ownerId === userId) this.#replaceOwner(now);
    }
    if (mutedUntil !== undefined && mutedUntil !== member.mutedUntil) {
      member = this.#room.saveMember({ ...member, mutedUntil });
      const fields = { mutedUntil: mutedUntil === null ? null : new Date(mutedUntil).toISOString() };
      this.#room.change({ kind: "MUTED", userId, fields }, acting, now);
    }
    if (banned === true && member.state !== "BANNED") {
      if (this.#isLastOwner(member)) return refused("LAST_OWNER");
      this.#room.store.invites.removeFor(userId);
      member = this.#depart(member, "BANNED", acting, now, "BANNED");
    } else if (banned === false && member.state === "BANNED") {
      member = this.#room.saveMember({ ...member, state: "LEFT" });
      this.#room.change({ kind: "UNBANNED", userId }, acting, now);
    }
    return this.#changed(by, member);
  }

  #mayEnter(known: MemberRecord | undefined, byServer: boolean): Refusal | null {
    if (known?.state === "BANNED") return refused("BANNED");
    if (this.#room.settings.status === "ARCHIVED" && !byServer) return refused("ROOM_ARCHIVED");
    return this.#room.memberCount >= limits.roomMembersMax ? refused("ROOM_FULL") : null;
  }

  #enter(
    { userId, username }: RoomPerson,
    now: number,
    { role = "MEMBER", quiet = false }: { role?: MemberRecord["role"]; quiet?: boolean },
  ) {
    const known = this.#room.members.get(userId);
    const member = this.#room.saveMember({
      userId,
      username,
      role: this.#room.facts.type === "DIRECT" ? "MEMBER" : role,
      state: "MEMBER",
      joinedAt: now,
      mutedUntil: known?.mutedUntil ?? null,
      readSeq: this.#room.head,
      deliveredSeq: this.#room.head,
      lastSeenAt: known?.lastSeenAt ?? null,
      leavingAt: null,
      lastSentAt: known?.lastSentAt ?? null,
      version: 0,
    });
    if (quiet) return member;
    this.#room.change({ kind: "JOINED", userId, fields: { username, role: member.role } }, { kind: "user", userId, member }, now);
    this.#room.announce("", `join ${this.#room.rev}`, "JOIN", userId, now);
    return this.#room.saveMember({ ...member, readSeq: this.#room.head });
  }

  /** Whoever goes hears what stood before that, and is told on their own sockets that they are out. */
  #depart(member: MemberRecord, state: "LEFT" | "BANNED", acting: Acting, now: number, kind: "LEFT" | "KICKED" | "BANNED" = "LEFT") {
    const { userId } = member;
    const was = member.state;
    const saved = this.#room.saveMember({ ...member, state, role: "MEMBER", lastSeenAt: now, leavingAt: null });
    this.#room.change({ kind, userId }, acting, now);
    if (was === "MEMBER") this.#room.announce("", `leave ${this.#room.rev}`, "LEAVE", userId, now);
    if (this.#room.settings.ownerId === userId) this.#replaceOwner(now);
    return saved;
  }

  /** Somebody must be able to run the room. */
  #replaceOwner(now: number): void {
    const owners = [...this.#room.members.values()].filter(({ state, role }) => state === "MEMBER" && role === "OWNER");
    const next =
      owners.sort((a, b) => a.joinedAt - b.joinedAt)[0] ??
      (this.#room.settings.ownerId === null ? null : successor(this.#room.members.values()));
    if (next !== null && next.role !== "OWNER" && this.#room.facts.type !== "DIRECT") {
      this.#room.saveMember({ ...next, role: "OWNER" });
      this.#room.change({ kind: "ROLE", userId: next.userId, fields: { role: "OWNER" } }, { kind: "server" }, now);
    }
    const ownerId = next?.userId ?? null;
    if (ownerId !== this.#room.settings.ownerId) this.#room.saveSettings({ ownerId }, now);
  }

  #isLastOwner({ userId, state, role }: MemberRecord): boolean {
    if (state !== "MEMBER" || role !== "OWNER") return false;
    for (const other of this.#room.members.values())
      if (other.userId !== userId && other.state === "MEMBER" && other.role === "OWNER") return false;
    return true;
  }

  /** The one who is acted on, by somebody who may. */
  #target(by: RoomCaller, userId: string): { acting: Acting; member: MemberRecord } | Refusal {
    const acting = this.#room.acting(by);
    const denied = mayRead(acting);
    if (denied !== null) return refused(denied);
    const member = this.#room.members.get(userId);
    if (member === undefined) return refused(rankOf(acting) >= 1 ? "MEMBER_NOT_FOUND" : "FORBIDDEN");
    const forbidden = mayActOver(acting, member);
    if (forbidden !== null) return refused(forbidden);
    return this.#room.facts.type === "DIRECT" ? refused("FORBIDDEN", { reason: "DIRECT" }) : { acting, member };
  }

  #renamed(member: MemberRecord, { username }: RoomPerson): MemberRecord {
    return username === "" || username === member.username ? member : this.#room.saveMember({ ...member, username });
  }

  #changed(by: string | RoomCaller, saved: MemberRecord | null): Changed {
    const caller: RoomCaller = typeof by === "string" ? { kind: "user", userId: by } : by;
    return { ok: true, ...this.#room.changed(caller, ...(saved === null ? [] : [saved])), saved };
  }
}
