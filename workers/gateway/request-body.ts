import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { z } from "zod";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import { toBase64Url } from "../platform/digest.ts";
import type { AppEnv } from "./app-env.ts";
import type { Endpoint } from "./endpoint.ts";

/** Refuses a body that is larger than its route takes, even one that does not say how large it is. */
export function bodySizeLimit(): MiddlewareHandler<AppEnv> {
  return (c, next) => {
    const maxSize = c.get("endpoint").bodyBytesMax ?? limits.bodyBytesMax;
    const onError = () => {
      throw new AppError("BODY_TOO_LARGE", { maxBytes: maxSize });
    };
    const declared = declaredLength(c);
    if (declared === null) return bodyLimit({ maxSize, onError })(c, next);
    return declared > maxSize ? onError() : next();
  };
}

/** How many bytes the request says it has, or null if it does not say. Looking at the stream itself costs more than the header. */
function declaredLength(c: Context<AppEnv>): number | null {
  const header = c.req.header("content-length");
  return header === undefined || !/^\d{1,15}$/.test(header) || c.req.header("transfer-encoding") !== undefined ? null : Number(header);
}

const hasBody = (c: Context<AppEnv>): boolean => (declaredLength(c) ?? (c.req.raw.body === null ? 0 : 1)) > 0;

/** Reads the body once. Refuses what is not JSON, nests too deep or would reach for a prototype; the schema judges the rest. */
export function requestBody(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.set("bodyText", "");
    const { body, file } = c.get("endpoint");
    if (file !== undefined) await keepFile(c, file);
    if (body !== undefined && !hasBody(c) && mayBeLeftOut(body)) c.req.bodyCache.json = Promise.resolve({});
    else if (body !== undefined && hasBody(c)) {
      const isJson = /^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "");
      const text = isJson ? await c.req.text() : "";
      if (!isJson && (await c.req.arrayBuffer()).byteLength > 0) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
      c.set("bodyText", text);
      // Hono would parse the text anew through a Response; the validator finds the value here.
      c.req.bodyCache.json = Promise.resolve(safeJson(text));
    }
    await next();
  };
}

/** Many clients name a content type with every request, also where they leave out a body that may be left out: it is taken for `{}`. */
export const mayBeLeftOut = (body: z.ZodType): boolean => body.safeParse({}).success;

/** Reads a file once, if its type is one of these; of a form, which differs each time it is sent, the file in it. For fingerprints its digest stands for it. */
async function keepFile(c: Context<AppEnv>, file: NonNullable<Endpoint["file"]>): Promise<void> {
  const mediaTypes = takenTypes(file);
  const body = hasBody(c) ? await c.req.bytes() : new Uint8Array();
  const header = c.req.header("content-type") ?? "";
  const type = header.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (body.byteLength > 0 && !mediaTypes.includes(type)) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", { accepts: mediaTypes }, `Send the body as ${mediaTypes.join(" or ")}.`);
  }
  const bytes = file.orInForm && type === formType ? await fileInForm(body, header) : body;
  c.set("bodyBytes", bytes);
  if (c.req.header("idempotency-key") !== undefined) c.set("bodyText", toBase64Url(await crypto.subtle.digest("SHA-256", bytes)));
}

const formType = "multipart/form-data";

/** All media types that a file may come as. */
export const takenTypes = ({ mediaTypes, orInForm }: NonNullable<Endpoint["file"]>): readonly string[] =>
  orInForm ? [...mediaTypes, formType] : mediaTypes;

async function fileInForm(body: Uint8Array, type: string): Promise<Uint8Array> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => null);
  const file = form === null ? undefined : [...form.values()].find((value) => typeof value !== "string");
  if (file === undefined) throw invalid("has no file in its form");
  return file.bytes();
}

/** The value of a JSON text. Throws MALFORMED_JSON, or VALIDATION_FAILED for what nests too deep or names a prototype. */
function safeJson(text: string): unknown {
  refuseDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("MALFORMED_JSON");
  }
  if ((text.includes("__proto__") || text.includes("\\u005")) && namesPrototype(value)) throw invalid("__proto__ is not a field");
  return value;
}

function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === backslash) at++;
      else if (character === quote) inString = false;
    } else if (character === quote) inString = true;
    else if (openers.has(character)) {
      if (++depth > limits.bodyDepthMax) throw invalid(`nests deeper than ${limits.bodyDepthMax} levels`);
    } else if (closers.has(character)) depth--;
  }
}

const [quote, backslash] = ['"'.charCodeAt(0), "\\".charCodeAt(0)];
const openers = new Set(["{".charCodeAt(0), "[".charCodeAt(0)]);
const closers = new Set(["}".charCodeAt(0), "]".charCodeAt(0)]);

const namesPrototype = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (Object.hasOwn(value, "__proto__") || Object.values(value).some(namesPrototype));

const invalid = (message: string) => new AppError("VALIDATION_FAILED", { issues: [{ path: "", message }] });
