import { type ErrorCode, errors } from "../../contracts/errors.ts";
import { AppError } from "./app-error.ts";

/** The socket that an object has opened. Throws the error whose code it refused with. */
export async function openedSocket(response: Response): Promise<WebSocket> {
  if (response.webSocket) return response.webSocket;
  const { code } = await response.json<{ code: string }>();
  throw new AppError(isErrorCode(code) ? code : "INTERNAL");
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errors, code);
