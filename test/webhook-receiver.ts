import { Webhook } from "standardwebhooks";
import { inject, vi } from "vitest";
import type { PlannedAnswer, ReceivedRequest } from "../scripts/webhooks/receiver.ts";

/** A tenant's server, on this machine and over HTTP, which the platform may reach (scripts/webhooks/receiver.ts). */
export class WebhookReceiver {
  readonly #base = inject("webhookReceiver");
  readonly #name = crypto.randomUUID();
  readonly url = `${this.#base}/hook/${this.#name}`;

  /** How the requests to come are answered; the last of these for all that follow. Without one: 200. */
  async answers(...plan: PlannedAnswer[]): Promise<void> {
    await fetch(`${this.#base}/_plan/${this.#name}`, { method: "PUT", body: JSON.stringify(plan) });
  }

  /** What has come in, the oldest first. */
  async received(): Promise<ReceivedRequest[]> {
    return (await fetch(`${this.#base}/_received/${this.#name}`)).json();
  }

  /** Waits until so many requests have come in. */
  async receives(count: number): Promise<ReceivedRequest[]> {
    return vi.waitFor(
      async () => {
        const received = await this.received();
        if (received.length < count) throw new Error(`${received.length} of ${count} requests came`);
        return received;
      },
      { timeout: 15_000, interval: 20 },
    );
  }

  /** Answers whoever was kept waiting. */
  async release(): Promise<void> {
    await fetch(`${this.#base}/_release/${this.#name}`, { method: "POST" });
  }
}

/** What a receiver reads of a request once `standardwebhooks` has verified it. Throws as that does. */
export const verified = <Body = { type: string; timestamp: string; data: Record<string, unknown> }>(
  { headers, body }: ReceivedRequest,
  secret: string,
): Body => new Webhook(secret).verify(body, headers) as Body;

/** How many requests came to the receiver whose address is refused. */
export async function forbiddenRequests(): Promise<number> {
  return ((await (await fetch(`${inject("forbiddenReceiver")}/_received`)).json()) as unknown[]).length;
}
