import type Stripe from "stripe";
import type { Ctx } from "../../platform/context.ts";
import { outgoingFetch } from "../../platform/outgoing.ts";

type Settings = Pick<Env, "STRIPE_SECRET_KEY" | "STRIPE_API_URL" | "ENVIRONMENT" | "OUTBOUND_ALLOW">;

let loaded: typeof Stripe | null = null;

/**
 * Stripe's own code, loaded by whoever first needs it. What is kept is the module and no promise of it: a request must not wait for what another one has
 * begun.
 */
export async function loadStripe(): Promise<typeof Stripe> {
  loaded ??= (await import("stripe")).default;
  return loaded;
}

/** Longer than any call may take: the circuit breaker's time limit ends it before. */
const timeoutMs = 60_000;

/**
 * Stripe's own client, for one call. It retries nothing and measures nothing; requests go out by our guarded fetch, and `signal` ends them. It is loaded by
 * whoever first needs it. Throws if this platform has no secret key for Stripe.
 */
export async function stripeClient(env: Settings, signal?: AbortSignal): Promise<Stripe> {
  if (env.STRIPE_SECRET_KEY === "") throw new Error("STRIPE_SECRET_KEY is not set");
  const StripeClient = await loadStripe();
  const fetchOut = (url: string | URL | Request, init: RequestInit = {}) =>
    outgoingFetch(env, String(url), signal ? { ...init, signal } : init, { timeoutMs });
  return new StripeClient(env.STRIPE_SECRET_KEY, {
    httpClient: StripeClient.createFetchHttpClient(fetchOut),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: timeoutMs,
    ...placeOf(env.STRIPE_API_URL),
  });
}

/** Empty: where Stripe is. */
function placeOf(url: string): { host?: string; port?: string; protocol?: "http" | "https" } {
  if (url === "") return {};
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === "http:";
  return { host: hostname, port: port || (isPlain ? "80" : "443"), protocol: isPlain ? "http" : "https" };
}

/** Reads a webhook whose signature is this endpoint's and not older than five minutes. Throws Stripe's own error for any other. */
export async function stripeEvent({ env, now }: Ctx, { body, signature }: { body: string; signature: string }): Promise<Stripe.Event> {
  const StripeClient = await loadStripe();
  return StripeClient.webhooks.constructEventAsync(body, signature, env.STRIPE_WEBHOOK_SECRET, undefined, undefined, now());
}
