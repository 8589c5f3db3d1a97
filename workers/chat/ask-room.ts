import type { ChatRoomCalls, RoomCaller } from "../../contracts/chat-room.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { chatRoomOf } from "./room-of.ts";

type Ask<Value extends object> = (room: ChatRoomCalls) => Promise<Outcome<Value>>;

/** Who asks, as a room knows callers: a person, or the tenant's server. */
export const callerOf = ({ actor }: TenantCtx): RoomCaller =>
  actor.kind === "user" ? { kind: "user", userId: actor.userId } : { kind: "server" };

/**
 * Asks a room of the caller's own app. The object's name holds the app, so an id of another tenant leads to an object that was never set up and answers
 * as an unknown one: ROOM_NOT_FOUND. Throws what the room refuses. `idempotent`: whether the call may be repeated when the platform lost it.
 */
export const askRoom = async <Value extends object>(
  ctx: TenantCtx,
  roomId: string,
  ask: Ask<Value>,
  options = { idempotent: true },
): Promise<{ ok: true } & Value> => granted(await tryRoom(ctx, roomId, ask, options));

/** As `askRoom`, for whoever goes on after a refusal. */
export const tryRoom = <Value extends object>(
  ctx: TenantCtx,
  roomId: string,
  ask: Ask<Value>,
  options = { idempotent: true },
): Promise<Outcome<Value>> => callObject(() => ask(chatRoomOf(ctx.env, ctx.tenant.appId, roomId)), options);
