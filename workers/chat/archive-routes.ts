import { RebuildAnswer, RebuildChat } from "../../contracts/chat-rebuild.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { rebuildArchive } from "./rebuild-archive.ts";

export const chatArchiveRoutes = new Endpoints("Admin");

chatArchiveRoutes.post(
  "/api/v1/admin/chat/rebuild",
  {
    operationId: "rebuildChatArchive",
    summary: "Have rooms tell the archive everything anew, and make the search index anew",
    description:
      "Of one room, of an app, or without either of all. Lists, history and search go on meanwhile; it runs in the background and may be asked for again. A room that the archive has lost is named together with its app.",
    access: "admin",
    body: RebuildChat,
    answer: RebuildAnswer,
    errors: ["ROOM_NOT_FOUND"],
  },
  async (ctx, { body }) => ({ rebuild: await rebuildArchive(ctx, body) }),
);
