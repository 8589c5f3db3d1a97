import { limits } from "../../contracts/limits.ts";
import { proveCaller } from "../../workers/chat/prove-caller.ts";
import { inboxOf } from "../../workers/identity/inbox-of.ts";
import { AppError } from "../../workers/platform/app-error.ts";
import { callObject, granted } from "../../workers/platform/call-object.ts";
import type { GatewayCore, Headers } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { type Frame, headerOf, StompFault } from "./stomp/frame.ts";
import { negotiateHeartBeats, pickVersion } from "./stomp/handshake.ts";

/**
 * CONNECT: agrees on version and heart-beats, and lets in whom the frame or the upgrade proves. The socket is written down in the person's inbox before it is
 * answered, so that it hears of the end of its session. What does not hold is an ERROR frame and the end.
 */
export async function connect(core: GatewayCore, link: Link, frame: Frame): Promise<void> {
  const { seat } = link;
  if (seat.version !== null) throw new StompFault("connected already", "CONNECT comes once, and first.");
  const version = pickVersion(headerOf(frame, "accept-version"));
  const beats = negotiateHeartBeats(headerOf(frame, "heart-beat"), version);
  try {
    const now = () => Date.now();
    const { tenant, person, username } = await proveCaller({ db: core.db, env: core.env, now }, seat, (name) => headerOf(frame, name));
    const { userId, sessionId } = person;
    const { appId } = tenant;
    const until = Date.now() + limits.socketHoldHours * 3_600_000;
    // First here, so that the inbox is told when the socket goes, whatever happens next.
    core.storage.saveSocket({ id: seat.id, appId, userId, sessionId, until, beatMs: beats.serverMs });
    const place = { socketId: seat.id, kind: "gateway", appId, placeId: core.gateway, sessionId } as const;
    granted(await callObject(() => inboxOf(core.env, userId).socketOpened(place), { idempotent: true }));
    if (core.storage.hasEnded(sessionId)) throw new AppError("TOKEN_INVALID");
    if (link.closed) return;
    Object.assign(seat, { tenant, person, version, beatMs: beats.clientMs });
    link.saveSeat();
    const headers: Headers = [
      ["version", version],
      ["heart-beat", beats.header],
      ["session", seat.id],
      ["server", "marquee"],
      ...(username === null ? [] : ([["user-name", username]] as const)),
    ];
    core.answer(link, "CONNECTED", headers);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    core.fault(link, { message: error.message, code: error.code, details: error.details }, 1008);
  }
}
