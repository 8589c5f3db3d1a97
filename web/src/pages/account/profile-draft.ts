import type { User } from "../../../../contracts/identity.ts";

/** The fields as they are typed: nothing is an empty line. */
export interface ProfileDraft {
  name: string;
  username: string;
  phone: string;
  avatarUrl: string;
}

export function draftOf(user: User): ProfileDraft {
  return { name: user.name, username: user.username, phone: user.phone ?? "", avatarUrl: user.avatarUrl ?? "" };
}

/** What the draft changes of the user, and nothing else. An emptied phone or picture is taken away. */
export function changesOf(user: User, draft: ProfileDraft): Partial<Record<keyof ProfileDraft, string | null>> {
  const before = draftOf(user);
  const changed = (Object.keys(before) as (keyof ProfileDraft)[]).filter((part) => draft[part].trim() !== before[part]);
  const isOptional = (part: keyof ProfileDraft) => part === "phone" || part === "avatarUrl";
  return Object.fromEntries(changed.map((part) => [part, isOptional(part) && draft[part].trim() === "" ? null : draft[part].trim()]));
}
