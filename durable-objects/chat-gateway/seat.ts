import type { Tenant } from "../../workers/platform/context.ts";
import type { StompVersion } from "./stomp/frame.ts";

/** Who sits at a STOMP socket: kept with it through hibernation, so it is small. */
export interface Seat {
  id: string;
  /** What the upgrade said, against which CONNECT is held. */
  upgrade: Upgrade;
  /** The app whose key was shown, by the upgrade or in CONNECT. */
  tenant: Tenant | null;
  person: SeatedPerson | null;
  /** Null until CONNECT was answered. */
  version: StompVersion | null;
  /** How often the client promised a heart-beat, by which it is known to be there, in ms; 0: never. */
  beatMs: number;
  openedAt: number;
}

export interface SeatedPerson {
  userId: string;
  sessionId: string;
}

/** `fetchSite`: the browser's Sec-Fetch-Site; `ownOrigin`: where our own pages are; `bodyBytesMax`: the setting when the socket was opened. */
export interface Upgrade {
  origin: string | null;
  fetchSite: string | null;
  ownOrigin: string | null;
  bodyBytesMax: number;
}

/** What was attached to the socket when it was accepted, and written again since. */
export const seatOf = (socket: WebSocket): Seat => socket.deserializeAttachment();
