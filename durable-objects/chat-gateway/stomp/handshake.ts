import { limits } from "../../../contracts/limits.ts";
import { StompFault, type StompVersion } from "./frame.ts";

/** The best in front. */
const subprotocols = ["v12.stomp", "v11.stomp", "v10.stomp"];
const versions: readonly StompVersion[] = ["1.2", "1.1", "1.0"];

/** Which of the subprotocols of `Sec-WebSocket-Protocol` the upgrade echoes; null if it offers none of ours: then it echoes none, and all are spoken. */
export function pickSubprotocol(offered: string | null): string | null {
  const names = offered?.split(",").map((name) => name.trim());
  return subprotocols.find((name) => names?.includes(name)) ?? null;
}

/** The best version of CONNECT's `accept-version`. Without that header it is 1.0, which did not have it. */
export function pickVersion(acceptVersion: string | undefined): StompVersion {
  if (acceptVersion === undefined) return "1.0";
  const accepted = acceptVersion.split(",").map((version) => version.trim());
  const version = versions.find((each) => accepted.includes(each));
  if (version === undefined) throw new StompFault("no common version", `Supported versions are ${versions.toReversed().join(",")}`);
  return version;
}

/** `header`: of CONNECTED. `serverMs`: how often the server is to beat by itself, `clientMs`: how often the client promised to; 0: not at all. */
export interface HeartBeats {
  header: string;
  serverMs: number;
  clientMs: number;
}

/**
 * Agrees on heart-beats by CONNECT's `heart-beat`; version 1.0 has none. Each beat of a client is answered by the runtime without waking anything, so where the client beats, the
 * server promises to beat as often as that; where it does not but wants to hear some, the server beats by itself, no more often than it likes.
 */
export function negotiateHeartBeats(clientHeader: string | undefined, version: StompVersion): HeartBeats {
  if (version === "1.0") return { header: "0,0", serverMs: 0, clientMs: 0 };
  const [, sends, wants] = /^\s*(\d{1,10})\s*,\s*(\d{1,10})\s*$/.exec(clientHeader ?? "0,0") ?? [];
  if (sends === undefined || wants === undefined) {
    throw new StompFault("bad heart-beat", "heart-beat is two counts of milliseconds with a comma between them.");
  }
  const leastMs = limits.stompHeartBeatMsMin;
  const clientMs = Number(sends) > 0 ? Math.max(Number(sends), leastMs) : 0;
  if (clientMs > 0) return { header: `${clientMs},${leastMs}`, serverMs: 0, clientMs };
  const serverMs = Number(wants) > 0 ? Math.max(Number(wants), leastMs) : 0;
  return { header: `${serverMs},0`, serverMs, clientMs: 0 };
}
