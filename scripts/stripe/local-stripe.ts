import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Listening, listening } from "../oidc/loopback-provider.ts";
import { bankPage } from "./bank-page.ts";
import { localStripe } from "./credentials.ts";
import { type Form, formOf, textAt } from "./forms.ts";
import { cancel, createIntent, declined, fail, type Intent, succeed } from "./intents.ts";
import { StripeBooks } from "./stripe-books.ts";
import { invalidRequest, StripeRefusal } from "./stripe-error.ts";
import { WebhookSender } from "./webhooks.ts";

interface Answered {
  status: number;
  body: object;
}

/**
 * A payment provider on this machine that speaks Stripe's HTTP API for PaymentIntents and refunds: forms in, Stripe's errors out, idempotency keys, real
 * signatures. Its test cards are Stripe's; `pm_local_fails` is answered with a 500 and charges nothing, `pm_local_hangs` is charged and never answered.
 * Below /_local is what happens at Stripe without our asking: deliveries, a dispute, a refund in the dashboard, money that arrives, keys that are forgotten.
 */
export async function startLocalStripe(): Promise<Listening> {
  const server = createServer();
  const place = await listening(server);
  const books = new StripeBooks();
  const webhooks = new WebhookSender(localStripe.webhookSecret);
  const answers = new Map<string, { request: string; answered: Promise<Answered> }>();
  server.on("request", (request, response) => {
    void answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof StripeRefusal ? error : new StripeRefusal(500, { type: "api_error", message: String(error) });
      json(response, refusal.status, { error: refusal.error });
    });
  });
  return place;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", place.issuer);
    const text = await textOf(request);
    const form = formOf(new URLSearchParams(text));
    if (url.pathname.startsWith("/3ds/")) return atTheBank(request, response, url);
    if (url.pathname.startsWith("/_local/")) return json(response, 200, await withoutAsking(url));
    if (request.headers.authorization !== `Bearer ${localStripe.secretKey}`) {
      throw invalidRequest("Invalid API Key provided", { code: "api_key_invalid" }, 401);
    }
    if (request.method !== "POST") return json(response, 200, read(url));
    const key = request.headers["idempotency-key"];
    const { status, body, replayed } = await once(typeof key === "string" ? key : "", `${url.pathname} ${text}`, () => write(url, form));
    if (textAt(form, "payment_method") === "pm_local_hangs") return;
    if (replayed) response.setHeader("idempotent-replayed", "true");
    json(response, status, body);
  }

  /** A key's first answer is every answer, refusals of a card and failures too; what was only wrongly asked is not kept. */
  async function once(key: string, request: string, run: () => Promise<object>): Promise<Answered & { replayed: boolean }> {
    const before = answers.get(key);
    if (key !== "" && before !== undefined) {
      if (before.request !== request) {
        throw new StripeRefusal(400, {
          type: "idempotency_error",
          message: "Keys for idempotent requests can only be used with the same parameters they were first used with.",
        });
      }
      return { ...(await before.answered), replayed: true };
    }
    const answered = run().then(
      (body) => ({ status: 200, body }),
      (error: unknown) => {
        if (!(error instanceof StripeRefusal)) throw error;
        if (error.status === 400 || error.status === 404) answers.delete(key);
        return { status: error.status, body: { error: error.error } };
      },
    );
    answers.set(key, { request, answered });
    return { ...(await answered), replayed: false };
  }

  async function write({ pathname }: URL, form: Form): Promise<object> {
    if (pathname === "/v1/payment_intents") {
      if (textAt(form, "payment_method") === "pm_local_fails")
        throw new StripeRefusal(500, { type: "api_error", message: "Something went wrong" });
      const intent = createIntent(form, Date.now(), { pageOf: (id) => `${place.issuer}/3ds/${id}`, returnUrls: books.returnUrls });
      books.intents.set(intent.id, intent);
      await tell(intent);
      if (intent.last_payment_error !== null) throw declined(intent);
      return intent;
    }
    const [, canceled] = /^\/v1\/payment_intents\/(\w+)\/cancel$/.exec(pathname) ?? [];
    if (canceled !== undefined) {
      const intent = books.intent(canceled);
      cancel(intent, textAt(form, "cancellation_reason"));
      await tell(intent);
      return intent;
    }
    if (pathname === "/v1/refunds") {
      const refund = books.refund(form, Date.now());
      const intent = books.intent(refund.payment_intent);
      await webhooks.send("charge.refunded", intent.id, books.chargeOf(intent), Date.now());
      return refund;
    }
    throw invalidRequest(`Unrecognized request URL (POST: ${pathname})`, {}, 404);
  }

  function read({ pathname, searchParams }: URL): object {
    const [, kind, id] = /^\/v1\/(payment_intents|refunds)(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (kind === "payment_intents" && id !== undefined) return books.intent(id);
    const refund = books.refunds.get(id ?? "");
    if (kind === "refunds" && refund !== undefined) return refund;
    if (kind === undefined || id !== undefined) throw invalidRequest(`No such thing: ${pathname}`, { code: "resource_missing" }, 404);
    const all = kind === "refunds" ? books.refundsOf(searchParams.get("payment_intent") ?? "") : intentsIn(searchParams);
    const newest = all.reverse();
    const after = newest.findIndex((each) => each.id === searchParams.get("starting_after")) + 1;
    const limit = Number(searchParams.get("limit") ?? 10);
    return { object: "list", url: pathname, data: newest.slice(after, after + limit), has_more: newest.length > after + limit };
  }

  function intentsIn(query: URLSearchParams): Intent[] {
    const [from, to] = [Number(query.get("created[gte]") ?? 0), Number(query.get("created[lte]") ?? Number.MAX_SAFE_INTEGER)];
    return [...books.intents.values()].filter(({ created }) => created >= from && created <= to);
  }

  /** What an intent has become, as its event. */
  async function tell(intent: Intent): Promise<void> {
    const types: Partial<Record<Intent["status"], string>> = {
      succeeded: "payment_intent.succeeded",
      requires_payment_method: "payment_intent.payment_failed",
      canceled: "payment_intent.canceled",
      processing: "payment_intent.processing",
      requires_action: "payment_intent.requires_action",
    };
    await webhooks.send(types[intent.status] ?? "", intent.id, intent, Date.now());
  }

  async function atTheBank(request: IncomingMessage, response: ServerResponse, { pathname }: URL): Promise<void> {
    const [, , id = "", deed] = pathname.split("/");
    const intent = books.intent(id);
    if (request.method !== "POST") return void response.writeHead(200, { "content-type": "text/html" }).end(bankPage(intent));
    if (intent.status === "requires_action") {
      if (deed === "agree") succeed(intent);
      else fail(intent, { code: "payment_intent_authentication_failure", message: "The payer was not authenticated." });
      await tell(intent);
    }
    const back = new URL(books.returnUrls.get(id) ?? `${place.issuer}/3ds/${id}`);
    back.searchParams.set("payment_intent", id);
    back.searchParams.set("payment_intent_client_secret", intent.client_secret);
    back.searchParams.set("redirect_status", intent.status === "succeeded" ? "succeeded" : "failed");
    response.writeHead(303, { location: back.href }).end();
  }

  async function withoutAsking({ pathname, searchParams }: URL): Promise<object> {
    const [, , what, id = ""] = pathname.split("/");
    if (what === "deliveries") return webhooks.deliveries.filter(({ intent }) => intent === id);
    if (what === "endpoint") {
      webhooks.endpoint = searchParams.get("url");
      return {};
    }
    if (what === "of") return { intents: [...books.intents.values()].filter(({ metadata }) => metadata.reference === id) };
    if (what === "forget") {
      answers.clear();
      return {};
    }
    const intent = books.intent(id);
    if (what === "arrive") {
      succeed(intent);
      await tell(intent);
    } else if (what === "refund") {
      books.refund({ payment_intent: id, amount: searchParams.get("amount") ?? "" }, Date.now());
      await webhooks.send("charge.refunded", id, books.chargeOf(intent), Date.now());
    } else if (what === "dispute") {
      await webhooks.send("charge.dispute.created", id, books.dispute(id, Date.now()), Date.now());
    } else if (what === "won" || what === "lost") {
      for (const dispute of books.disputes.values()) {
        if (dispute.payment_intent !== id) continue;
        dispute.status = what;
        await webhooks.send("charge.dispute.closed", id, dispute, Date.now());
      }
    }
    return { intent, refunds: books.refundsOf(id), refunded: books.refundedOf(id) };
  }
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_local" }).end(JSON.stringify(value));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}
