import { type ErrorCode, errors } from "../contracts/errors.ts";

/** A socket that closed a moment ago must not keep the others from hearing; its close event does the rest. */
export function sendText(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // Said above.
  }
}

/** The code with which a client's close is answered: those that say that there was none may not be sent. */
export const answeredCode = (code: number): number => (code === 1005 || code === 1006 ? 1000 : code);

/** An upgrade that is refused: the Worker makes the API's error of it. */
export const refusedUpgrade = (code: ErrorCode): Response => Response.json({ code, message: errors[code][1] }, { status: errors[code][0] });

/** What a text frame holds; undefined if it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
