import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { Email, Phone, User, Username } from "./identity.ts";
import { limits } from "./limits.ts";
import { Id, Line, Time } from "./values.ts";

const publicExample = { id: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6", username: "ada", name: "Ada Lovelace", avatarUrl: null };
const recordExample = {
  ...publicExample,
  email: "ada@example.com",
  phone: null,
  emailVerified: true,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

/** What everybody who is signed in may know of a person. */
export const PublicUser = z
  .object({ id: z.string(), username: z.string(), name: z.string(), avatarUrl: z.string().nullable() })
  .meta({ id: "PublicUser", example: publicExample });
export type PublicUser = z.infer<typeof PublicUser>;

/** A person as the platform's owner sees them: in no app, so without a role. */
export const UserRecord = User.omit({ role: true }).meta({ id: "UserRecord", example: recordExample });
export type UserRecord = z.infer<typeof UserRecord>;

/** `me` is whoever asks. */
export const UserParams = z.strictObject({ id: Id });

/** Oneself whole, others by what is public. */
export const ProfileAnswer = z.object({ user: z.union([User, PublicUser]) }).meta({ example: { user: publicExample } });

/** An https:// address of somewhere public; nothing of ours ever calls it. */
const AvatarUrl = z.url({ protocol: /^https$/, error: "must be an https:// URL" }).max(limits.urlCharsMax);

/** What is named is changed. null takes a phone number or a picture away. */
export const UpdateUser = z
  .strictObject({ name: Line.optional(), username: Username.optional(), phone: Phone.nullish(), avatarUrl: AvatarUrl.nullish() })
  .meta({ id: "UpdateUser", example: { name: "Ada King", avatarUrl: "https://images.example.com/ada.png" } });
export type UpdateUser = z.infer<typeof UpdateUser>;

export const UserBatch = z
  .strictObject({ ids: z.array(Id).min(1).max(limits.usersPerBatchMax) })
  .meta({ id: "UserBatch", example: { ids: [publicExample.id] } });
export type UserBatch = z.infer<typeof UserBatch>;

export const UserBatchAnswer = z.object({ items: z.array(PublicUser) }).meta({ example: { items: [publicExample] } });

export const EmailQuestion = z.strictObject({ email: Email }).meta({ id: "EmailQuestion", example: { email: "ada@example.com" } });
export const EmailExists = z.object({ exists: z.boolean() }).meta({ example: { exists: true } });

export const userSortFields = ["createdAt", "email", "name", "username"] as const;
export type UserSortField = (typeof userSortFields)[number];

/**
 * Either `limit` and `cursor`, the newest first; or `page` (from 0), `size` and `sort=field,asc|desc`, which add `total`.
 * `q`: a part of address, username or name, in any case.
 */
export const UserQuery = PageQuery.extend({
  q: z.string().trim().max(limits.searchCharsMax).optional(),
  page: z.coerce.number().int().min(0).max(limits.userPageMax).optional(),
  size: z.coerce.number().int().min(1).max(limits.pageItemsMax).optional(),
  sort: z
    .string()
    .regex(new RegExp(`^(${userSortFields.join("|")})(,(asc|desc))?$`), `must be one of ${userSortFields.join(", ")}, then ,asc or ,desc`)
    .optional(),
}).refine((query) => query.cursor === undefined || (query.page ?? query.size ?? query.sort) === undefined, {
  message: "goes with limit alone, and not with page, size or sort",
  path: ["cursor"],
});
export type UserQuery = z.infer<typeof UserQuery>;

/** `total` is there where `page`, `size` or `sort` was asked for. */
export const UserPage = z
  .object({ items: z.array(UserRecord), nextCursor: z.string().nullable(), total: z.number().int().optional() })
  .meta({ id: "UserPage", example: { items: [recordExample], nextCursor: null, total: 1 } });
export type UserPage = z.infer<typeof UserPage>;

export const UserRecordAnswer = z.object({ user: UserRecord }).meta({ example: { user: recordExample } });

/** Without a password only somebody who has just logged in is believed. */
export const EraseMe = z
  .strictObject({ password: z.string().min(1).max(limits.passwordCharsMax).optional() })
  .meta({ id: "EraseMe", example: { password: "a long sentence, please" } });
export type EraseMe = z.infer<typeof EraseMe>;

export const Erased = z
  .object({ userId: z.string(), erasedAt: Time })
  .meta({ id: "Erased", example: { userId: publicExample.id, erasedAt: "2026-11-21T09:00:00.000Z" } });
export type Erased = z.infer<typeof Erased>;
