import { limits } from "../../contracts/limits.ts";
import type { Message } from "../../contracts/messages.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { getRoom } from "./read-room.ts";

/**
 * All messages of a room up to this moment, the first one first, a JSON text a line. They are read and handed on a page at a time, so that it takes no more
 * memory however many there are. For an owner or the tenant's server. ROOM_NOT_FOUND, INVITATION_REQUIRED, BANNED, FORBIDDEN.
 */
export async function exportRoom(ctx: TenantCtx, { id }: { id: string }): Promise<ReadableStream<Uint8Array>> {
  const room = await getRoom(ctx, { id });
  if (ctx.actor.kind === "user" && room.role !== "OWNER") throw new AppError("FORBIDDEN");
  const pages = messagesUpTo(ctx, id, room.headSeq);
  return new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(value.map((message) => `${JSON.stringify(message)}\n`).join(""));
    },
    async cancel() {
      await pages.return();
    },
  }).pipeThrough(new TextEncoderStream());
}

/** What is said while it runs is not in it, so that it comes to an end. */
async function* messagesUpTo(ctx: TenantCtx, id: string, head: number): AsyncGenerator<Message[], void> {
  let anchor: string | undefined;
  for (let more = head > 0; more; ) {
    const asked = { by: callerOf(ctx), type: "NEWER", limit: limits.pageItemsMax, ...(anchor !== undefined && { anchor }) } as const;
    const { history } = await askRoom(ctx, id, (room) => room.history(asked));
    const page = history.data.filter(({ seq }) => seq <= head);
    const last = page.at(-1);
    if (page.length > 0) yield page;
    anchor = last?.id;
    more = history.hasMoreOnBottom && last !== undefined && last.seq < head;
  }
}
