import type { FailureBody, Success } from "../../../contracts/envelope.ts";
import { noteServerTime } from "../clock.ts";
import { ApiFailure } from "./failure.ts";

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON; a Blob as it is, under the `content-type` that the headers name. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Whether to wait and send it again when the server says that it was too early (429). Reads do. */
  waits?: boolean;
}

/** Longer than this nobody looks at a skeleton: it is then better to say how long. */
const waitSecondsMax = 10;

/** One exchange with the server. Answers the raw response of a success; throws ApiFailure otherwise. */
export async function exchange(path: string, call: Call = {}): Promise<Response> {
  const waits = call.waits ?? (call.method ?? "GET") === "GET";
  let response = await attempt(path, call);
  const seconds = response.status === 429 ? retryAfterOf(response) : null;
  if (waits && seconds !== null && seconds <= waitSecondsMax) {
    await pause(seconds, call.signal);
    response = await attempt(path, call);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

/** The `data` of an answer's envelope. */
export async function dataOf<Data>(response: Response): Promise<Data> {
  const envelope: Success<Data> = await response.json();
  return envelope.data;
}

async function attempt(path: string, call: Call): Promise<Response> {
  try {
    const response = await fetch(path, {
      method: call.method ?? "GET",
      headers: { ...(call.body === undefined ? {} : { "content-type": "application/json" }), ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body instanceof Blob ? call.body : JSON.stringify(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    noteServerTime(response.headers.get("date"));
    return response;
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiFailure("UNREACHABLE", "No answer. Check your connection and try again.");
  }
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return Number.isNaN(seconds) ? null : Math.max(1, seconds);
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const facts = { status: response.status, requestId: response.headers.get("x-request-id") };
  const seconds = retryAfterOf(response);
  try {
    const { error }: FailureBody = await response.json();
    const message = seconds === null ? error.message : response.status === 429 ? tooEarly(seconds) : withWait(error.message, seconds);
    return new ApiFailure(error.code, message, {
      ...facts,
      ...(error.details ? { details: error.details } : {}),
      retryAfterSeconds: seconds,
    });
  } catch {
    return new ApiFailure("UNREADABLE", "The answer could not be read. Try again in a moment.", facts);
  }
}

const tooEarly = (seconds: number): string => `That was a little fast. Wait ${span(seconds)}, then try again.`;

/** The API speaks of a header, which people do not see. */
const withWait = (message: string, seconds: number): string =>
  message.replace("Wait for the seconds in Retry-After", `Wait ${span(seconds)}`);

function span(seconds: number): string {
  if (seconds === 1) return "a second";
  if (seconds < 120) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
