import { limits } from "../../contracts/limits.ts";
import { AppError } from "./app-error.ts";
import { type AskingCtx, type Dependency, permitFor, reportEnd } from "./breaker-permits.ts";
import { settingsOf } from "./settings.ts";

type AddressSettings = Pick<Env, "ENVIRONMENT" | "OUTBOUND_ALLOW">;

/** Names that mean this machine or a private network, with everything below them; and public ones that lead to whatever address is written in them. */
const privateNames = [
  "localhost",
  "local",
  "internal",
  "intranet",
  "lan",
  "home",
  "corp",
  "private",
  "home.arpa",
  "test",
  "invalid",
  "onion",
  "nip.io",
  "sslip.io",
  "xip.io",
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "lacolhost.com",
  "traefik.me",
];

/**
 * To be asked of every address that somebody gives us, before it is kept and again before it is called. Passes https, a public host name with a
 * dot, the usual port, no user. Addresses are refused in every notation: the URL parser turns each into its plain form first (`0x7f.1` into
 * 127.0.0.1), and nobody's webhook or log-in provider is at a bare address. In a local environment OUTBOUND_ALLOW names hosts with their ports
 * that are reachable all the same. Throws URL_NOT_ALLOWED.
 *
 * A public name that resolves to a private address passes, for a Worker cannot see what a name resolves to. Deployed, there is no private
 * network behind it to reach.
 */
export function requireReachable(env: AddressSettings, text: string): URL {
  const url = text.length <= limits.urlCharsMax ? URL.parse(text) : null;
  if (url === null) throw notAllowed("is not a URL");
  if (url.username !== "" || url.password !== "") throw notAllowed("names a user");
  if (isAllowedLocally(env, url)) return url;
  if (url.protocol !== "https:") throw notAllowed("is not https");
  if (url.port !== "") throw notAllowed("names a port");
  const fault = faultOfHost(url.hostname);
  if (fault !== null) throw notAllowed(fault);
  return url;
}

/**
 * The same of a host and port that are spoken to by something else than HTTP. Answers whether it is a public name, or reachable `locally` because
 * OUTBOUND_ALLOW names it. Throws URL_NOT_ALLOWED.
 */
export function requireReachableHost(env: AddressSettings, host: string, port: number): "publicly" | "locally" {
  if (isNamedLocally(env, host, String(port))) return "locally";
  const fault = faultOfHost(host.toLowerCase());
  if (fault !== null) throw notAllowed(fault);
  return "publicly";
}

function isAllowedLocally(env: AddressSettings, { protocol, port, hostname }: URL): boolean {
  if (protocol !== "https:" && protocol !== "http:") return false;
  return isNamedLocally(env, hostname, port || (protocol === "https:" ? "443" : "80"));
}

const isNamedLocally = ({ ENVIRONMENT, OUTBOUND_ALLOW }: AddressSettings, host: string, port: string): boolean =>
  ENVIRONMENT === "local" && OUTBOUND_ALLOW.split(/[\s,]+/).includes(`${host}:${port}`);

function faultOfHost(host: string): string | null {
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) return "is an address and not a name";
  if (host.endsWith(".")) return "ends in a dot";
  if (!/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(host)) return "is no host name";
  return privateNames.some((name) => host === name || host.endsWith(`.${name}`)) ? "is a private name" : null;
}

const notAllowed = (reason: string): AppError => new AppError("URL_NOT_ALLOWED", { reason });

const timeoutMsDefault = 10_000;
const bytesMaxDefault = 1024 * 1024;

/**
 * `fetch` for addresses outside: the guard is asked again, redirects are answered and never followed, and the body is read here, up to
 * `bytesMax`, within `timeoutMs`. Throws URL_NOT_ALLOWED, and plain errors for what the network or the other side did.
 */
export async function outgoingFetch(
  env: AddressSettings,
  url: string,
  init: RequestInit = {},
  { timeoutMs = timeoutMsDefault, bytesMax = bytesMaxDefault }: { timeoutMs?: number; bytesMax?: number } = {},
): Promise<Response> {
  const target = requireReachable(env, url);
  const late = new AbortController();
  // Not AbortSignal.timeout: that one goes on when the answer is here, and keeps an object in memory that has nothing more to do.
  const clock = setTimeout(() => late.abort(new DOMException(`timed out after ${timeoutMs} ms`, "TimeoutError")), timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
  try {
    const { status, statusText, headers: received, body } = await fetch(target.href, { ...init, redirect: "manual", signal });
    const bytes = await bytesOf(body, bytesMax);
    const headers = new Headers(received);
    // They spoke of the body as it travelled; this one is unpacked.
    for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
    return new Response(bytes.size === 0 ? null : bytes, { status, statusText, headers });
  } finally {
    clearTimeout(clock);
  }
}

async function bytesOf(body: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<Blob> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > bytesMax) throw new Error(`an answer from outside is larger than ${bytesMax} bytes`);
    parts.push(part);
  }
  return new Blob(parts);
}

/** The call was made and did not end in time: nobody knows what it has done. */
export class DependencyTimeout extends AppError {
  constructor(dependency: Dependency) {
    super("DEPENDENCY_UNAVAILABLE", { dependency, retryAfterSeconds: 1 });
  }
}

/**
 * Makes one call to a dependency, within its time limit and unless its circuit breaker is open. `call` gets a signal that ends it when it is late.
 * A failure of the dependency is what throws, comes late, or answers 5xx or 429 (a Response, or an error with that `status`); other
 * 4xx are our fault or the user's and count as a success. Throws what `call` throws; DEPENDENCY_UNAVAILABLE as `DependencyOpen` if it was
 * not made and as `DependencyTimeout` if it did not end. Does not retry: that is for the one who knows whether it may be repeated.
 */
export async function callDependency<Result>(
  ctx: AskingCtx,
  name: Dependency,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { breaker } = await settingsOf(ctx);
  const permit = await permitFor(ctx, name, breaker);
  try {
    const result = await inTime(name, breaker.timeoutMs, call);
    await reportEnd(ctx, name, breaker, permit, result instanceof Response && isFault(result.status));
    return result;
  } catch (error) {
    await reportEnd(ctx, name, breaker, permit, isFault(statusOf(error)));
    throw error;
  }
}

async function inTime<Result>(name: Dependency, timeoutMs: number, call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const clock = new AbortController();
  const caller = new AbortController();
  const late = scheduler.wait(timeoutMs, { signal: clock.signal }).then(() => {
    const error = new DependencyTimeout(name);
    caller.abort(error);
    throw error;
  });
  late.catch(() => {});
  try {
    return await Promise.race([call(caller.signal), late]);
  } finally {
    clock.abort();
  }
}

const isFault = (status: number): boolean => status >= 500 || status === 429;

/** An error's HTTP status, if it has one; whatever else is thrown is a fault. */
function statusOf(error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
  return typeof status === "number" ? status : 500;
}
