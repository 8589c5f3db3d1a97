import { ArchiveMessage } from "../../contracts/chat-archive.ts";
import type { RoomTelling } from "../../contracts/chat-room.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { workOffTogether } from "../platform/work-off.ts";
import { forgetPage } from "./forget-person.ts";
import { messageSearchOf } from "./message-search-of.ts";
import { projectRooms } from "./project-room.ts";
import { pushMentions } from "./push-mentions.ts";
import { rebuildPage, reindexPage } from "./rebuild-archive.ts";
import { chatRoomOf } from "./room-of.ts";
import { searchRow } from "./search-row.ts";

/** Works off the queue `chat-messages`: what rooms tell, all of a batch together, and the pages of rebuilds and erasures. Each may run twice. */
export async function archiveMessages(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const recorded: RoomTelling[] = [];
  await workOffTogether(batch.messages, { env: ctx.env, queue: batch.queue, log: ctx.log }, "the archive failed", async (together) => {
    const all = together.map(({ body }) => ArchiveMessage.parse(body));
    const tellings = all.filter((message) => message.type === "chat.told");
    await record(ctx, tellings);
    for (const message of all) {
      if (message.type === "chat.rebuild") await rebuildPage(ctx, message);
      else if (message.type === "chat.reindex") await reindexPage(ctx, message);
      else if (message.type === "chat.forget") await forgetPage(ctx, message);
    }
    await pushMentions(ctx, tellings);
    recorded.push(...tellings);
  });
  await acknowledge(ctx, recorded);
}

/** Into D1 in one transaction, then into the search index of each app. */
async function record(ctx: Ctx, tellings: readonly RoomTelling[]): Promise<void> {
  const statements = projectRooms(ctx.db.$client, tellings);
  if (statements.length > 0) await ctx.db.$client.batch(statements);
  for (const [appId, ofApp] of Map.groupBy(tellings, (telling) => telling.appId)) {
    const rows = ofApp.flatMap(({ roomId, messages }) => messages.map((message) => searchRow(roomId, message)));
    if (rows.length > 0) await callObject(() => messageSearchOf(ctx.env, appId).index(rows), { idempotent: true });
  }
}

/** Tells each room what of it is recorded. If that fails it tells the same again, and nothing is done twice. */
async function acknowledge(ctx: Ctx, recorded: readonly RoomTelling[]): Promise<void> {
  await Promise.all(
    recorded.map(({ appId, roomId, receipt }) =>
      chatRoomOf(ctx.env, appId, roomId)
        .archived(receipt)
        .catch((error: unknown) => ctx.log.error("a room could not be told what is archived", error, { room: roomId })),
    ),
  );
}
