import type { MessageSearchCalls } from "../../contracts/message-search.ts";

/** The search index of an app's messages. The class implements `MessageSearchCalls`, so its stub answers by it. */
export const messageSearchOf = (env: Env, appId: string): MessageSearchCalls =>
  env.MESSAGE_SEARCH.getByName(appId) as unknown as MessageSearchCalls;
