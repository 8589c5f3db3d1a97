import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";

/** Refuses a body that is larger than its route takes, even one that does not say how large it is. */
export function bodySizeLimit(): MiddlewareHandler<AppEnv> {
  return (c, next) => {
    const maxSize = c.get("endpoint").bodyBytesMax ?? limits.bodyBytesMax;
    const onError = () => {
      throw new AppError("BODY_TOO_LARGE", { maxBytes: maxSize });
    };
    return bodyLimit({ maxSize, onError })(c, next);
  };
}

/** Reads the body once. Refuses what is not JSON, nests too deep or would reach for a prototype; the schema judges the rest. */
export function requestBody(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.set("bodyText", "");
    if (c.get("endpoint").body !== undefined && c.req.raw.body !== null) {
      const isJson = /^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "");
      const text = isJson ? await c.req.text() : "";
      if (!isJson && (await c.req.arrayBuffer()).byteLength > 0) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
      c.set("bodyText", text);
      refuseUnsafeJson(text);
    }
    await next();
  };
}

function refuseUnsafeJson(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (++depth > limits.bodyDepthMax) throw invalid(`nests deeper than ${limits.bodyDepthMax} levels`);
    } else if (character === "}" || character === "]") depth--;
  }
  if (text.includes("__proto__") || text.includes("\\u005f")) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new AppError("MALFORMED_JSON");
    }
    if (namesPrototype(value)) throw invalid("__proto__ is not a field");
  }
}

const namesPrototype = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (Object.hasOwn(value, "__proto__") || Object.values(value).some(namesPrototype));

const invalid = (message: string) => new AppError("VALIDATION_FAILED", { issues: [{ path: "", message }] });
