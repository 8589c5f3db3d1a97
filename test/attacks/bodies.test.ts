import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type Operation, operations, resolved, type Schema } from "../api-document.ts";
import { furnished, letIn, ownBody, ownPath, type Tenant } from "../furnished.ts";
import { call, credentialsOf, origin } from "../harness.ts";
import { mutate } from "./mutate.ts";
import { seeded } from "./random.ts";

let mine: Tenant;
beforeAll(async () => {
  mine = await furnished();
});

const withBody = operations.filter(({ body }) => body !== null);
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** What comes signed by somebody else may say more than we know: a payment or mail provider's news. Its signature is judged over all of it. */
const open = ["receivePaymentWebhook", "receiveMailWebhook"];
const strict = withBody.filter(({ operationId }) => !open.includes(operationId));

async function send(operation: Operation, body: unknown, headers: Record<string, string> = {}) {
  const caller = await letIn(mine, operation);
  return call(operation.method, ownPath(mine, operation), { ...caller, body, headers: { ...caller.headers, ...headers } });
}

/** The body that the document shows as JSON text, with more text inside its outermost object. */
const withText = (operation: Operation, more: string): string => {
  const text = JSON.stringify(ownBody(mine, operation));
  return text === "{}" ? `{${more}}` : `${text.slice(0, -1)},${more}}`;
};

/** Where in a schema an object would take fields that it does not name. Records of the tenant's own facts do so by design. */
function lenient(schema: unknown, at: string): string[] {
  const { type, properties, additionalProperties, items, anyOf, oneOf, allOf } = resolved(schema) as Schema & Record<string, unknown>;
  const inner = [
    ...Object.entries(properties ?? {}).flatMap(([name, property]) => lenient(property, `${at}.${name}`)),
    ...(items === undefined ? [] : lenient(items, `${at}[]`)),
    ...[anyOf, oneOf, allOf].flatMap((choices) => (Array.isArray(choices) ? choices.flatMap((choice) => lenient(choice, at)) : [])),
  ];
  return type === "object" && properties !== undefined && additionalProperties !== false ? [at, ...inner] : inner;
}

describe("a body with fields that its route does not have", () => {
  it("finds no schema that lets them through", () => {
    expect(strict.flatMap(({ operationId, body }) => lenient(body, operationId))).toEqual([]);
    expect(withBody.filter(({ operationId }) => open.includes(operationId)).map(({ operationId }) => operationId)).toEqual(open);
  });

  for (const operation of strict) {
    it(`is 422 at ${nameOf(operation)}, and each of them is named`, async () => {
      const tempting = {
        role: "ADMIN",
        price: 1,
        status: "PUBLISHED",
        appId: "app_other",
        ownerId: "usr_x",
        userId: "usr_x",
        isAdmin: true,
      };
      const known = Object.keys(operation.body?.properties ?? {});
      const unknown = Object.fromEntries(Object.entries(tempting).filter(([name]) => !known.includes(name)));
      const answer = await send(operation, { ...ownBody(mine, operation), ...unknown });
      expect([answer.status, answer.body.error?.code]).toEqual([422, "VALIDATION_FAILED"]);
      const issues = answer.body.error.details?.issues as { path: string; message: string }[];
      expect(issues.filter(({ message }) => message === "unknown field").map(({ path }) => path)).toEqual(Object.keys(unknown));
    });
  }
});

describe("a body that reaches for prototypes", () => {
  for (const operation of withBody) {
    it(`is refused at ${nameOf(operation)}, and nothing comes of it`, async () => {
      for (const more of [
        '"__proto__":{"role":"ADMIN"}',
        '"\\u005f\\u005fproto\\u005f\\u005f":{"role":"ADMIN"}',
        '"metadata":{"__proto__":{"role":"ADMIN"}}',
        ...(open.includes(operation.operationId) ? [] : ['"constructor":{"prototype":{"role":"ADMIN"}}', '"prototype":{"role":"ADMIN"}']),
      ]) {
        const answer = await send(operation, withText(operation, more));
        expect([more, answer.status, answer.body.error?.code]).toEqual([more, 422, "VALIDATION_FAILED"]);
      }
      expect(Reflect.get({}, "role")).toBeUndefined();
    });
  }
});

/** Bytes as a stream of its own length, which is not declared. */
async function sendBytes(operation: Operation, bytes: Uint8Array, headers: Record<string, string>): Promise<[number, string]> {
  const credentials = await credentialsOf(await letIn(mine, operation));
  const response = await exports.default.fetch(
    new Request(`${origin}${ownPath(mine, operation)}`, {
      method: operation.method,
      headers: { "content-type": "application/json", ...credentials, ...headers },
      body: bytes,
    }),
  );
  const { error } = await response.json<{ error: { code: string } }>();
  return [response.status, error.code];
}

const gzipped = async (text: string): Promise<Uint8Array> => {
  const stream = new Response(text).body?.pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

describe("a body that is no plain JSON of its size", () => {
  for (const operation of withBody) {
    it(`is refused at ${nameOf(operation)} with what is wrong with it`, async () => {
      const text = JSON.stringify(ownBody(mine, operation));
      const typed = async (type: string) => {
        const { status, body } = await send(operation, text, { "content-type": type });
        return [status, body.error?.code];
      };
      for (const type of [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/json",
      ]) {
        expect([type, ...(await typed(type))]).toEqual([type, 415, "UNSUPPORTED_MEDIA_TYPE"]);
      }
      const codeOf = async (body: string) => {
        const answer = await send(operation, body);
        return [answer.status, answer.body.error?.code];
      };
      expect(await codeOf(text.slice(0, -1))).toEqual([400, "MALFORMED_JSON"]);
      expect(await codeOf(`${text}${text}`)).toEqual([400, "MALFORMED_JSON"]);
      expect(await codeOf("\u0000")).toEqual([400, "MALFORMED_JSON"]);
      expect(await codeOf("NaN")).toEqual([400, "MALFORMED_JSON"]);
      expect(await codeOf("null")).toEqual([422, "VALIDATION_FAILED"]);
      expect(await codeOf("[]")).toEqual([422, "VALIDATION_FAILED"]);
      expect(await codeOf(withText(operation, `"x":${"[".repeat(10_000)}${"]".repeat(10_000)}`))).toEqual([422, "VALIDATION_FAILED"]);
      expect(await codeOf(withText(operation, `"x":${'{"a":'.repeat(40)}1${"}".repeat(40)}`))).toEqual([422, "VALIDATION_FAILED"]);
    });
  }

  it("is refused when it is zipped, small or a bomb: nobody unpacks it", async () => {
    const [venue] = operations.filter(({ operationId }) => operationId === "createVenue");
    if (venue === undefined) throw new Error("no venue");
    const plain = JSON.stringify(ownBody(mine, venue));
    const bomb = await gzipped(`{"name":"${"x".repeat(50_000_000)}"}`);
    expect(bomb.length).toBeLessThan(64 * 1024);
    for (const bytes of [await gzipped(plain), bomb]) {
      for (const headers of [{ "content-encoding": "gzip" }, { "content-encoding": "br, gzip" }, {}] as Record<string, string>[]) {
        const [status, code] = await sendBytes(venue, bytes, headers);
        expect([status, code]).toEqual([400, "MALFORMED_JSON"]);
      }
    }
  });

  it("is refused over its limit wherever there is one, before it is read", async () => {
    for (const operation of withBody) {
      const large = withText(operation, `"x":"${"x".repeat(4 * 1024 * 1024)}"`);
      const answer = await send(operation, large);
      expect([nameOf(operation), answer.status, answer.body.error?.code]).toEqual([nameOf(operation), 413, "BODY_TOO_LARGE"]);
    }
  });
});

describe("numbers, currencies and zones that make no sense", () => {
  const [create] = operations.filter(({ operationId }) => operationId === "createEventShowtime");
  const show = async (changes: object) => {
    if (create === undefined) throw new Error("no showtime");
    const { status, body } = await send(create, { ...ownBody(mine, create), ...changes });
    return [status, body.error?.code];
  };

  it("are 422", async () => {
    for (const price of [-1, 1.5, 1e21, 2 ** 53, 2 ** 53 + 2, "4200", null, 1_000_000_001]) {
      expect(await show({ tiers: [{ name: "A", price }] })).toEqual([422, "VALIDATION_FAILED"]);
    }
    for (const currency of ["XXXX", "eur", "BTC", "", 978, null]) {
      expect(await show({ currency })).toEqual([422, "VALIDATION_FAILED"]);
    }
    for (const startsAt of ["tomorrow", "2027-02-30T00:00:00Z", "2027-01-15T18:30:00+01:00", "2027-01-15", 1, "2020-01-01T00:00:00Z"]) {
      expect(await show({ startsAt })).toEqual([422, "VALIDATION_FAILED"]);
    }
    for (const holdSeconds of [-1, 0, 4, 1.5, 1801, 1e21]) {
      expect(await show({ holdSeconds })).toEqual([422, "VALIDATION_FAILED"]);
    }
  });

  it("as quantities of seats are 422", async () => {
    const [reserve] = operations.filter(({ operationId }) => operationId === "reserveSeat");
    if (reserve === undefined) throw new Error("no holds");
    for (const quantity of [-1, 0, 1.5, 1e21, 2 ** 53, "1", null]) {
      const { status, body } = await send(reserve, { entityId: mine.ids.showtime, bestAvailable: { quantity } });
      expect([quantity, status, body.error?.code]).toEqual([quantity, 422, "VALIDATION_FAILED"]);
    }
  });
});

describe("whatever is in a body", () => {
  const seed = 20_261_121;
  const mutants = 40;
  for (const operation of withBody) {
    it(`the answer is never a fault of ours: ${nameOf(operation)}`, { timeout: 60_000 }, async () => {
      const random = seeded(seed);
      for (let mutant = 0; mutant < mutants; mutant++) {
        const body = mutate(random, ownBody(mine, operation));
        const answer = await send(operation, JSON.stringify(body));
        expect([mutant, JSON.stringify(body), answer.status < 500 || answer.body.error?.code]).toEqual([
          mutant,
          JSON.stringify(body),
          true,
        ]);
        if (answer.status >= 400) expect(answer.body).toMatchObject({ success: false, error: { code: expect.any(String) } });
      }
    });
  }
});
