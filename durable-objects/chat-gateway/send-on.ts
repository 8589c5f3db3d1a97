import { z } from "zod";
import type { RoomCaller } from "../../contracts/chat-room.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { ClientId, Content, MessageId } from "../../contracts/messages.ts";
import { AppError } from "../../workers/platform/app-error.ts";
import type { GatewayCore, Headers } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { jsonMessage } from "./outgoing.ts";
import { parseSend, type Target } from "./stomp/destinations.ts";
import { type Frame, headerOf, headersPassedOn } from "./stomp/frame.ts";
import { isOfRoom } from "./subscriptions.ts";

/** Bodies of what is sent to `/app/…`. Without a `clientId` a message that is sent again after a lost answer is another message. */
const Said = z.strictObject({ content: Content, clientId: ClientId.optional(), replyTo: MessageId.optional() });
const Typing = z.strictObject({ active: z.boolean().default(true) });
const Seen = z.strictObject({ seq: z.number().int().min(0) });

/** What became of a SEND: headers for its RECEIPT, or why it was refused. `id`: the sender's own name for it. */
export type Sent =
  | { ok: true; headers: Headers }
  | { ok: false; code: ErrorCode; details?: Record<string, unknown>; id?: string | undefined };

const done: Sent = { ok: true, headers: [] };

/** Takes a SEND to where it is for, at once; resolves when it arrived there, durably where it is to last. Never rejects. */
export async function sendOn(core: GatewayCore, link: Link, frame: Frame): Promise<Sent> {
  const target = parseSend(headerOf(frame, "destination") ?? "");
  if (target.kind === "refused") return { ok: false, code: target.code };
  const { tenant, person } = link.seat;
  if (tenant === null || person === null) return { ok: false, code: "TOKEN_MISSING" };
  if (target.kind !== "heartbeat" && target.kind !== "unsubscribeRoom" && tenant.scopes?.includes("chat:write") === false) {
    return { ok: false, code: "SCOPE_MISSING", details: { scope: "chat:write" } };
  }
  try {
    return await take(core, link, frame, target, { appId: tenant.appId, userId: person.userId });
  } catch (error) {
    const id = idOf(frame);
    if (error instanceof AppError) return { ok: false, code: error.code, ...(error.details && { details: error.details }), id };
    core.log.error("a message could not be sent on", error);
    return { ok: false, code: "INTERNAL", id };
  }
}

async function take(core: GatewayCore, link: Link, frame: Frame, target: Target, who: { appId: string; userId: string }): Promise<Sent> {
  const { appId, userId } = who;
  switch (target.kind) {
    case "chatSend":
      return say(core, link, frame, target.roomId, who);
    case "typing": {
      const { active } = parsed(Typing, frame);
      return onlyDone(await core.lane(link, appId, target.roomId).call((room) => room.typing({ userId, active })));
    }
    case "seen": {
      const { seq } = parsed(Seen, frame);
      return onlyDone(await core.lane(link, appId, target.roomId).call((room) => room.seen({ userId, seq })));
    }
    case "live": {
      const message = { id: crypto.randomUUID(), headers: headersPassedOn(frame), body: frame.body };
      const relayed = await core.liveLane(link, appId, target.name).call((relay) => relay.publish([message]), { idempotent: false });
      return relayed.ok ? { ok: true, headers: [["message-id", message.id]] } : relayed;
    }
    case "heartbeat":
      core.toQueue(link.id, "heartbeatReply", jsonMessage(crypto.randomUUID(), "pong"));
      return done;
    case "unsubscribeRoom":
      core.end([...core.subscriptions.of(link.id).values()].filter((each) => isOfRoom(each) && each.target === target.roomId));
      return done;
  }
}

async function say(
  core: GatewayCore,
  link: Link,
  frame: Frame,
  roomId: string,
  { appId, userId }: { appId: string; userId: string },
): Promise<Sent> {
  const { content, clientId = crypto.randomUUID(), replyTo } = parsed(Said, frame);
  const by: RoomCaller = { kind: "user", userId };
  const message = { by, content, clientId, ...(replyTo !== undefined && { replyTo }) };
  const answer = await core.lane(link, appId, roomId).call((room) => room.send(message));
  if (!answer.ok) return { ...answer, id: clientId };
  const { id, seq } = answer.message;
  return {
    ok: true,
    headers: [
      ["message-id", id],
      ["seq", String(seq)],
      ["client-id", clientId],
    ],
  };
}

const onlyDone = (outcome: Outcome<object>): Sent => (outcome.ok ? done : outcome);

/** What the body says by a schema. Throws VALIDATION_FAILED. An empty body is an empty object. */
function parsed<Schema extends z.ZodType>(schema: Schema, { body }: Frame): z.infer<Schema> {
  const result = schema.safeParse(jsonIn(body));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("VALIDATION_FAILED", { issues });
}

function jsonIn(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** By what its sender knows a message: its clientId if that can be read, else the receipt that was asked for. */
function idOf(frame: Frame): string | undefined {
  const json = jsonIn(frame.body);
  const named = typeof json === "object" && json !== null && "clientId" in json ? ClientId.safeParse(json.clientId) : undefined;
  return named?.success ? named.data : headerOf(frame, "receipt");
}
