import type { ErrorCode } from "../../contracts/errors.ts";
import type { Ctx } from "../platform/context.ts";
import type { Endpoint } from "./endpoint.ts";

/** What the gateway's middleware hands on from one to the next. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    ctx: Ctx;
    /** What every answer to this request carries, gathered on the way in. */
    headers: Record<string, string>;
    /** The response that was made with them. */
    responded: Response | undefined;
    endpoint: Endpoint;
    params: Record<string, string>;
    input: { params: unknown; query: unknown; body: unknown };
    /** The body as it came, for fingerprints and signatures; empty where there is none. */
    bodyText: string;
    /** The body of a route that takes a file; empty where there is none. */
    bodyBytes: Uint8Array;
    /** With what the request was refused, if it was. */
    errorCode: ErrorCode | undefined;
  };
}
