import type { LiveRelayCalls } from "../../contracts/chat-gateway.ts";

/**
 * The relay of what an app's people say at `/topic/live.{name}`. The app is part of its name, so nobody hears another app's. The class implements
 * `LiveRelayCalls`, so its stub answers by it.
 */
export const liveRelayOf = (env: Env, appId: string, name: string): LiveRelayCalls =>
  env.LIVE_RELAY.getByName(`${appId}:${name}`) as unknown as LiveRelayCalls;
