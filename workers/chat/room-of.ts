import type { ChatRoomCalls } from "../../contracts/chat-room.ts";

/**
 * The one object that writes a room. The app is part of its name, so another tenant's id leads to an object that was never set up. The class implements
 * `ChatRoomCalls`, so its stub answers by it.
 */
export const chatRoomOf = (env: Env, appId: string, roomId: string): ChatRoomCalls & Pick<Fetcher, "fetch"> =>
  env.CHAT_ROOM.getByName(`${appId}:${roomId}`) as unknown as ChatRoomCalls & Pick<Fetcher, "fetch">;
