import type { ChatGatewayCalls } from "../../contracts/chat-gateway.ts";
import type { SocketHost } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";

export type ChatGatewayStub = ChatGatewayCalls & SocketHost & Pick<Fetcher, "fetch">;

/** The gateway of this name, which `gatewayName` made. The class implements these calls, so its stub answers by them. */
export const chatGatewayOf = (env: Env, name: string): ChatGatewayStub => env.CHAT_GATEWAY.getByName(name) as unknown as ChatGatewayStub;

/**
 * Which gateway a socket goes to: one of those of its app, or of those for sockets that name their app later. `by`: what must always lead to the same
 * one, such as a user's id; null: any.
 */
export function gatewayName(appId: string | null, by: string | null): string {
  const shard = by === null ? Math.floor(Math.random() * limits.gatewayShards) : hashOf(by) % limits.gatewayShards;
  return `${appId ?? "any"}:${shard}`;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
