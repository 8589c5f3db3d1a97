import type { RoomPerson } from "../../contracts/chat-room.ts";
import { readUserBatch } from "../identity/users/read-users.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";

/** These people with their names, each once and in this order. USER_NOT_FOUND if there is somebody who does not exist. */
export async function getPeople(ctx: TenantCtx, userIds: readonly string[]): Promise<RoomPerson[]> {
  const ids = [...new Set(userIds)];
  const found = ids.length === 0 ? [] : await readUserBatch(ctx, { ids });
  if (found.length < ids.length) throw new AppError("USER_NOT_FOUND");
  return found.map(({ id, username }) => ({ userId: id, username }));
}

/** One person with their name. USER_NOT_FOUND. */
export async function getPerson(ctx: TenantCtx, userId: string): Promise<RoomPerson> {
  const [person] = await getPeople(ctx, [userId]);
  if (person === undefined) throw new AppError("USER_NOT_FOUND");
  return person;
}
