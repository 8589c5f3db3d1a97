import type { RoomServerFrame } from "../../contracts/chat-socket.ts";
import { errors } from "../../contracts/errors.ts";
import type { Refusal } from "../../contracts/ledger.ts";
import { sendText } from "../sockets.ts";

/**
 * Who sits at a socket, kept with it through hibernation. `until`: after that they must open another one, in ms. `from`: how far the room had come when it
 * was opened. `started`: it hears what is said as it is said. `catchingUp`: it is being sent what it missed, which does not survive the loss of memory.
 * `explicit`: its client says itself what was read.
 */
export interface Seat {
  userId: string;
  sessionId: string;
  socketId: string;
  until: number;
  from: { seq: number; rev: number };
  started: boolean;
  catchingUp: boolean;
  explicit: boolean;
}

/** What `accept` attached to the socket. */
export const seatOf = (socket: WebSocket): Seat => socket.deserializeAttachment();

/** Keeps something new of a socket. */
export function keepSeat(socket: WebSocket, change: Partial<Seat>): Seat {
  const seat = { ...seatOf(socket), ...change };
  socket.serializeAttachment(seat);
  return seat;
}

export const sendFrame = (socket: WebSocket, frame: RoomServerFrame): void => sendText(socket, JSON.stringify(frame));

/** What a client is told whose frame was refused. `named`: the clientId or ref by which it knows that frame. */
export const errorFrame = (
  { code, details }: Omit<Refusal, "ok">,
  named: { clientId?: string | undefined; ref?: string | undefined } = {},
): RoomServerFrame => ({
  type: "error",
  code,
  message: errors[code][1],
  ...(named.clientId !== undefined && { clientId: named.clientId }),
  ...(named.ref !== undefined && { ref: named.ref }),
  ...(details && { details }),
});
