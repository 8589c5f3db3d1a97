import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";

/**
 * A response with the headers that the gateway has gathered for this request, and `headers` of its own. All of them go in at once: setting them
 * one by one on a response that exists costs more than the rest of an answer.
 */
export function respond(c: Context<AppEnv>, body: BodyInit | null, status: number, headers: Record<string, string>): Response {
  const response = new Response(body, { status, headers: { ...c.get("headers"), ...headers } });
  c.set("responded", response);
  return response;
}

/** The same for JSON. */
export const respondJson = (c: Context<AppEnv>, body: unknown, status: number): Response =>
  respond(c, JSON.stringify(body), status, { "content-type": "application/json" });
