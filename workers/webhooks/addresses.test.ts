import { env } from "cloudflare:workers";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { call } from "../../test/harness.ts";
import { refusedAddresses } from "../../test/refused-addresses.ts";
import { forbiddenRequests } from "../../test/webhook-receiver.ts";
import { deliveriesOf, endpointNow, openEndpoint, settled } from "../../test/webhooks.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

const forbidden = inject("forbiddenReceiver");
const port = new URL(forbidden).port;

/** Each form, and each again so that it leads to somebody who listens there. */
const urls = Object.values(refusedAddresses)
  .flat()
  .filter((url) => url.length > 0);
const listening = [
  forbidden,
  ...[
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "①②⑦.0.0.1",
    "0",
    "localhost",
    "[::ffff:127.0.0.1]",
    "user@127.0.0.1",
  ].flatMap((host) => [`http://${host}:${port}/hook`, `https://${host}:${port}/hook`]),
];

const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code];

afterEach(() => void vi.useRealTimers());

describe("an address that must not be called", () => {
  it("is refused in every form when an endpoint is made and when it is changed, and nothing is kept", async () => {
    const endpoint = await openEndpoint();
    const { app, path } = endpoint;
    const before = await endpointNow(endpoint);
    for (const url of [...urls, ...listening]) {
      const long = url.length > 2048;
      const made = await call("POST", "/api/v1/webhook-endpoints", { server: app, body: { url, events: ["booking.confirmed"] } });
      expect([url, ...codeOf(made)]).toEqual([url, 422, long ? "VALIDATION_FAILED" : "URL_NOT_ALLOWED"]);
      const changed = await call("PATCH", path, { server: app, body: { url, description: "moved" } });
      expect([url, ...codeOf(changed)]).toEqual([url, 422, long ? "VALIDATION_FAILED" : "URL_NOT_ALLOWED"]);
    }
    expect(await endpointNow(endpoint)).toEqual(before);
    const page = await call<{ items: object[] }>("GET", "/api/v1/webhook-endpoints", { server: app });
    expect(page.body.data.items).toHaveLength(1);
  });

  it("is refused in every form again when something is to be sent, and nobody hears anything", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const endpoint = await openEndpoint();
    const object = webhookEndpointOf(env, endpoint.id);
    const all = [...urls, ...listening];
    for (const [index, url] of all.entries()) {
      // Past the door: it stands in D1, as if it had been allowed once.
      await env.DB.prepare("UPDATE webhook_endpoints SET url = ? WHERE id = ?").bind(url, endpoint.id).run();
      await object.changed();
      await object.take([{ messageId: `msg_${index}`, type: "webhook.test", body: JSON.stringify({ url }) }]);
      const attempt = await vi.waitFor(
        async () => {
          const [delivery] = (await object.deliveries({ limit: 1, before: null, status: null })).items;
          if (delivery?.attempts[0] === undefined) throw new Error(`nothing was tried at ${url}`);
          return delivery.attempts[0];
        },
        { timeout: 15_000, interval: 5 },
      );
      expect([url, attempt]).toEqual([
        url,
        expect.objectContaining({ status: null, error: expect.stringMatching(/^URL_NOT_ALLOWED: the URL /), answer: null }),
      ]);
    }
    expect([await forbiddenRequests(), await endpoint.receiver.received()]).toEqual([0, []]);
  });

  it("is not reached by a redirect either", async () => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers(...[301, 302, 303, 307, 308].map((status) => ({ status, headers: { location: `${forbidden}/hook` } })));
    const messages = [301, 302, 303, 307, 308].map((status) => ({ messageId: `msg_${status}`, type: "webhook.test", body: "{}" }));
    await webhookEndpointOf(env, endpoint.id).take(messages);
    await settled(endpoint);
    const errors = (await deliveriesOf(endpoint)).map(({ attempts }) => attempts[0]?.error);
    expect(errors).toEqual(messages.map(() => "it redirects, and redirects are not followed"));
    expect(await forbiddenRequests()).toBe(0);
  });
});
