import type { FailureBody, Success } from "../../../contracts/envelope.ts";
import { noteServerTime } from "../clock.ts";
import type { Domain } from "../domains.ts";
import { ApiFailure } from "./failure.ts";
import { appFor } from "./web-config.ts";

export interface Call {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** One request in the name of the domain's app. Answers the raw response of a success; throws ApiFailure otherwise. */
export async function sendRaw(domain: Domain | undefined, path: string, call: Call = {}): Promise<Response> {
  const app = await appFor(domain);
  const headers: Record<string, string> = { "x-app-id": app.appId, "x-api-key": app.publishableKey, ...call.headers };
  if (call.body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method: call.method ?? "GET",
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiFailure("UNREACHABLE", "No answer. Check your connection and try again.");
  }
  noteServerTime(response.headers.get("date"));
  if (!response.ok) throw await failureOf(response);
  return response;
}

/** One request; the `data` of its envelope. */
export async function send<Data>(domain: Domain | undefined, path: string, call: Call = {}): Promise<Data> {
  const response = await sendRaw(domain, path, call);
  const envelope: Success<Data> = await response.json();
  return envelope.data;
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const facts = { status: response.status, requestId: response.headers.get("x-request-id") };
  try {
    const { error }: FailureBody = await response.json();
    return new ApiFailure(error.code, error.message, { ...facts, ...(error.details ? { details: error.details } : {}) });
  } catch {
    return new ApiFailure("UNREADABLE", "The answer could not be read. Try again in a moment.", facts);
  }
}
