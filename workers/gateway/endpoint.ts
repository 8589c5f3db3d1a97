import type { Context } from "hono";
import type { z } from "zod";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { RatePolicyName } from "../../contracts/settings.ts";
import type { Scope, ScopeResource } from "../../contracts/tenants.ts";
import type { AdminCtx, Ctx, TenantCtx, UserCtx } from "../platform/context.ts";
import type { AppEnv } from "./app-env.ts";
import { policyOf } from "./rate-policies.ts";
import { respondJson } from "./respond.ts";

/**
 * Who may call a route.
 * `open`: anybody · `app`: whoever brings an app's key · `secret`: an app's server with the secret key · `visitor`: as `app`, and a user's token
 * counts if it is sent · `user`: a signed-in user of the app · `userOrServer`: a user, or the secret key without one · `organizer`: a user who
 * is an ORGANIZER in this app at this moment, or the secret key without one · `socket`: a one-time ticket, or as `visitor` · `link`: a one-time
 * ticket, or as `userOrServer` · `config`: whoever has the configuration token · `admin`: the platform's owner.
 */
export const accessKinds = [
  "open",
  "app",
  "secret",
  "visitor",
  "user",
  "userOrServer",
  "organizer",
  "socket",
  "link",
  "config",
  "admin",
] as const;
export type Access = (typeof accessKinds)[number];

/** Whether a route of this access asks for an app's key. */
export const needsKey = (access: Access): boolean => access !== "open" && access !== "config" && access !== "admin";

interface ContextOf {
  open: Ctx;
  app: TenantCtx;
  secret: TenantCtx;
  visitor: TenantCtx;
  user: UserCtx;
  userOrServer: TenantCtx;
  organizer: TenantCtx;
  socket: TenantCtx;
  link: TenantCtx;
  config: Ctx;
  admin: AdminCtx;
}

/** Whether a one-time ticket may stand in the place of key and token. */
export const takesTicket = (access: Access): boolean => access === "socket" || access === "link";

/** The steps of buying. Each is logged, and its failures are watched. */
export type Attempt = "reserve" | "release" | "pay" | "confirm";

type Method = "get" | "post" | "put" | "patch" | "delete";

export interface EndpointSpec {
  method: Method;
  /** The full literal path with `{parameters}`. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  access: Access;
  /**
   * What a key that is held to a list must have on it: by default the domain's resource, and `read` for a GET. Null: nothing. Undefined where
   * no key is asked for.
   */
  scope?: Scope | null;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /**
   * Taken as it comes, in place of JSON: the media types that a caller may name, and whether it may be the file of a form too, as browsers send it. The handler
   * finds it in `bodyBytes` and judges it.
   */
  file?: { mediaTypes: readonly string[]; orInForm?: true; description: string };
  bodyBytesMax?: number;
  /** The schema of `data`; for what is not JSON, its media type. */
  answer: z.ZodType | { mediaType: string; description: string };
  /** Status of success: 201 where something is created, 101 where a socket opens. */
  status: 101 | 200 | 201 | 202 | 302;
  /** What else is no failure: 200 where what would be created is there, 304 for `If-None-Match`, which `etag` has anyway. */
  alsoAnswers?: readonly (200 | 304)[];
  /** The codes that this route itself can answer, beyond those of its access and input. */
  errors: readonly ErrorCode[];
  rate: RatePolicyName;
  /** Who remembers an Idempotency-Key: the gateway in D1, the object that owns the fact, or nobody (reads, and writes that never repeat). */
  idempotency: "gateway" | "object" | "none";
  /** `etag`: a public read that answers If-None-Match. `raw`: answered without the envelope. */
  style: "envelope" | "etag" | "raw";
  /** Set where a request is an attempt to book. */
  attempt?: Attempt;
  /** Set where a token counts although its session has just ended: to be out is what its bearer wants. */
  evenIfEnded?: true;
}

/** The answer of a route that opens a socket. */
export const opensSocket = { mediaType: "application/json", description: "The socket is open." };

export interface Endpoint extends EndpointSpec {
  guard?: (c: Context<AppEnv>) => void;
  handle: (c: Context<AppEnv>) => Promise<Response>;
}

/** A success with more to say than its data: another status, headers, or a sentence for people. */
export class Answer<Data> {
  readonly data: Data;
  readonly options: { status?: 200 | 201 | 202; headers?: Record<string, string>; message?: string };
  constructor(data: Data, options: { status?: 200 | 201 | 202; headers?: Record<string, string>; message?: string } = {}) {
    this.data = data;
    this.options = options;
  }
}

type InputOf<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;
type DataOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : Response;

interface Options<A extends Access, P, Q, B, D> {
  operationId: string;
  summary: string;
  description?: string;
  access: A;
  scope?: Scope | null;
  /** Throws if this caller may not use the route, beyond what `access` asks: before the input is judged. */
  guard?: (ctx: ContextOf[A]) => void;
  params?: P;
  query?: Q;
  body?: B;
  file?: NonNullable<EndpointSpec["file"]>;
  bodyBytesMax?: number;
  answer: D;
  status?: EndpointSpec["status"];
  alsoAnswers?: NonNullable<EndpointSpec["alsoAnswers"]>;
  errors?: readonly ErrorCode[];
  rate?: RatePolicyName;
  idempotency?: EndpointSpec["idempotency"];
  style?: EndpointSpec["style"];
  attempt?: Attempt;
  evenIfEnded?: true;
}

type Handler<A extends Access, P, Q, B, D> = (
  ctx: ContextOf[A],
  input: { params: InputOf<P>; query: InputOf<Q>; body: InputOf<B> },
  c: Context<AppEnv>,
) => Promise<DataOf<D> | Answer<DataOf<D>> | Response>;

/** The routes of one domain. Each entry is the whole of a route: path, who may, what goes in, what comes out, and the verb that it calls. */
export class Endpoints {
  readonly all: Endpoint[] = [];
  readonly #tag: string;
  readonly #resource: ScopeResource | undefined;

  /** `tag`: the heading under which the API reference shows these routes. `resource`: what a key's scopes call them. */
  constructor(tag: string, resource?: ScopeResource) {
    this.#tag = tag;
    this.#resource = resource;
  }

  get = this.#adder("get");
  post = this.#adder("post");
  put = this.#adder("put");
  patch = this.#adder("patch");
  delete = this.#adder("delete");

  #adder(method: Method) {
    return <
      A extends Access,
      D extends EndpointSpec["answer"],
      P extends z.ZodType | undefined = undefined,
      Q extends z.ZodType | undefined = undefined,
      B extends z.ZodType | undefined = undefined,
    >(
      path: string,
      options: Options<A, P, Q, B, D>,
      handler: Handler<A, P, Q, B, D>,
    ): void => {
      const { params, query, body, guard, ...rest } = options;
      const spec: EndpointSpec = {
        method,
        path,
        tag: this.#tag,
        status: 200,
        errors: [],
        rate: policyOf(method, path),
        idempotency: method === "get" ? "none" : "gateway",
        style: "envelope",
        ...this.#scopeOf(method, rest.access),
        ...rest,
        ...(params && { params }),
        ...(query && { query }),
        ...(body && { body }),
      };
      this.all.push({ ...spec, ...(guard && { guard: (c) => guard(contextOf<A>(c)) }), handle: (c) => answer(c, spec, handler) });
    };
  }

  #scopeOf(method: Method, access: Access): { scope?: Scope } {
    if (this.#resource === undefined || !needsKey(access)) return {};
    return { scope: `${this.#resource}:${method === "get" ? "read" : "write"}` };
  }
}

/** Runs a handler with the context that its access guarantees and the input that its schemas let through. */
async function answer<A extends Access, P, Q, B, D>(
  c: Context<AppEnv>,
  spec: EndpointSpec,
  handler: Handler<A, P, Q, B, D>,
): Promise<Response> {
  const result = await handler(contextOf<A>(c), inputOf<P, Q, B>(c), c);
  if (result instanceof Response) return result;
  const { data, options } = result instanceof Answer ? result : new Answer(result);
  if (options.headers) Object.assign(c.get("headers"), options.headers);
  if (spec.style === "raw") return respondJson(c, data, options.status ?? spec.status);
  return respondJson(c, { success: true, data, ...(options.message && { message: options.message }) }, options.status ?? spec.status);
}

/** The gateway's guards have run before any handler: `appCredentials` and `userToken` throw unless the context is what the access promises. */
const contextOf = <A extends Access>(c: Context<AppEnv>): ContextOf[A] => c.get("ctx") as ContextOf[A];

/** The validators have run before any handler and left exactly what the schemas infer. */
const inputOf = <P, Q, B>(c: Context<AppEnv>) => c.get("input") as { params: InputOf<P>; query: InputOf<Q>; body: InputOf<B> };
