import type { InboxCalls } from "../../contracts/inbox.ts";

/** The one object that knows where this user's sockets are. The class implements `InboxCalls`, so its stub answers by it. */
export const inboxOf = (env: Env, userId: string): InboxCalls => env.INBOX.getByName(userId) as unknown as InboxCalls;
