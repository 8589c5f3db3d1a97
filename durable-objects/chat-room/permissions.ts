import type { ErrorCode } from "../../contracts/errors.ts";
import type { MemberRecord } from "./records.ts";

/** Who acts in the room: the tenant's server, or a person with what the room knows of them. */
export type Acting = { kind: "server" } | { kind: "user"; userId: string; member: MemberRecord | null };

const ranks = { OWNER: 2, MODERATOR: 1, MEMBER: 0 } as const;

/** How much somebody may do: the server all, whoever is no member nothing. */
export function rankOf(acting: Acting): number {
  if (acting.kind === "server") return 3;
  return acting.member?.state === "MEMBER" ? ranks[acting.member.role] : -1;
}

/** Why somebody may not read the room, or null. */
export function mayRead(acting: Acting): ErrorCode | null {
  if (rankOf(acting) >= 0) return null;
  return acting.kind === "user" && acting.member?.state === "BANNED" ? "BANNED" : "NOT_A_MEMBER";
}

/** Why somebody may not do what moderators do, or null. */
export function mayModerate(acting: Acting): ErrorCode | null {
  return mayRead(acting) ?? (rankOf(acting) >= ranks.MODERATOR ? null : "FORBIDDEN");
}

/** Why somebody may not do what only owners do, or null. */
export function mayOwn(acting: Acting): ErrorCode | null {
  return mayRead(acting) ?? (rankOf(acting) >= ranks.OWNER ? null : "FORBIDDEN");
}

/** Why somebody may not act over `other`, or null: moderators over members, owners over everybody, nobody over themselves. */
export function mayActOver(acting: Acting, other: MemberRecord): ErrorCode | null {
  const denied = mayModerate(acting);
  if (denied !== null) return denied;
  if (acting.kind === "user" && acting.userId === other.userId) return "FORBIDDEN";
  const theirs = other.state === "MEMBER" ? ranks[other.role] : 0;
  return rankOf(acting) >= ranks.OWNER || rankOf(acting) > theirs ? null : "FORBIDDEN";
}

/** The name in the log. */
export const nameOf = (acting: Acting): string => (acting.kind === "server" ? "server" : acting.userId);

/** The one who is owner when the last owner has gone: the longest-serving moderator, else the longest-serving member. Null: nobody is left. */
export function successor(members: Iterable<MemberRecord>): MemberRecord | null {
  let best: MemberRecord | null = null;
  for (const member of members) {
    if (member.state !== "MEMBER") continue;
    if (best === null || ranks[member.role] > ranks[best.role] || (member.role === best.role && member.joinedAt < best.joinedAt))
      best = member;
  }
  return best;
}
