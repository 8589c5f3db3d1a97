import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { endpoints } from "../workers/app.ts";
import { accessKinds } from "../workers/gateway/endpoint.ts";
import { mayBeLeftOut, takenTypes } from "../workers/gateway/request-body.ts";

const Example = z.unknown().optional();
const Content = z.record(z.string(), z.looseObject({ schema: z.unknown(), example: Example }));
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  "x-access": z.string(),
  parameters: z.array(z.looseObject({ in: z.string(), schema: z.looseObject({ type: z.unknown().optional() }) })).optional(),
  requestBody: z.looseObject({ required: z.boolean().optional(), content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: Content.optional() })),
});
const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

let text: string;
let document: z.infer<typeof Document>;
let definitions: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  const response = await exports.default.fetch("http://localhost:8787/openapi.json");
  text = await response.text();
  document = Document.parse(JSON.parse(text));
  definitions = structuredClone(document.components.schemas);
  renameReferences(definitions);
});

describe("the OpenAPI document", () => {
  it("has every endpoint and nothing else", () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it("gives no two operations one id", () => {
    const ids = endpoints.map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("says which operations look at a guest's cart", () => {
    const looking = Object.values(document.paths)
      .flatMap((operations) => Object.values(operations))
      .filter(({ parameters }) => JSON.stringify(parameters ?? []).includes('"x-cart-id"'))
      .map(({ operationId }) => operationId);
    expect(looking).toEqual(
      expect.arrayContaining(["getCart", "addToCart", "watchCart", "checkOut", "logIn", "register", "createSocketTicket"]),
    );
    expect(looking).not.toContain("listProducts");
  });

  it("refers only to what it defines", () => {
    const missing = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].filter(
      ([, pointer = ""]) => resolve(document, pointer.split("/")) === undefined,
    );
    expect(missing.map(([reference]) => reference)).toEqual([]);
  });
});

describe.each(endpoints.map((endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint] as const))(
  "%s",
  (_name, endpoint) => {
    const operation = () => document.paths[endpoint.path]?.[endpoint.method];

    it("says in a line what it does and who may", () => {
      expect(endpoint.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/);
      expect(endpoint.summary).toMatch(/^[A-Z].{3,119}[^.]$/);
      expect(accessKinds).toContain(operation()?.["x-access"]);
    });

    it("declares the parameters of its path, and none in its query that no text can be", () => {
      const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = endpoint.params instanceof z.ZodObject ? Object.keys(endpoint.params.shape) : [];
      expect(declared.sort()).toEqual(inPath.sort());
      expect(
        operation()?.parameters?.filter((parameter) => parameter.in === "query" && Array.isArray(parameter.schema.type)) ?? [],
      ).toEqual([]);
    });

    it("shows an answer that fits its schema", () => {
      const content = operation()?.responses[String(endpoint.status)]?.content ?? {};
      if (endpoint.status === 101) return expect(content).toEqual({});
      if (!(endpoint.answer instanceof z.ZodType)) return expect(Object.keys(content)).toEqual([endpoint.answer.mediaType]);
      const shown = content["application/json"]?.example;
      expect(asOthersRead(content["application/json"]?.schema).safeParse(shown).error).toBeUndefined();
      const data = endpoint.style === "raw" ? shown : z.object({ success: z.literal(true), data: z.unknown() }).parse(shown).data;
      expect(data).toBeDefined();
      expect(endpoint.answer.safeParse(data).error).toBeUndefined();
    });

    it("shows a body that it would take", () => {
      if (endpoint.file) return expect(Object.keys(operation()?.requestBody?.content ?? {})).toEqual(takenTypes(endpoint.file));
      if (endpoint.body === undefined) return expect(operation()?.requestBody).toBeUndefined();
      expect(operation()?.requestBody?.required).toBe(!mayBeLeftOut(endpoint.body));
      const example = endpoint.body.meta()?.example;
      expect(example).toBeDefined();
      expect(endpoint.body.safeParse(example).error).toBeUndefined();
      const { schema } = operation()?.requestBody?.content["application/json"] ?? {};
      expect(asOthersRead(schema).safeParse(example).error).toBeUndefined();
    });
  },
);

/** A schema of the document as a program judges by it that knows the document alone. Zod looks for what is named in `$defs`. */
function asOthersRead(schema: unknown): z.ZodType {
  const standalone = structuredClone(z.record(z.string(), z.unknown()).parse(schema));
  renameReferences(standalone);
  return z.fromJSONSchema({ ...standalone, $defs: definitions });
}

function renameReferences(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if ("$ref" in value && typeof value.$ref === "string") value.$ref = value.$ref.replace("#/components/schemas/", "#/$defs/");
  for (const inner of Object.values(value)) renameReferences(inner);
}

function resolve(value: unknown, [head, ...rest]: string[]): unknown {
  if (head === undefined) return value;
  const found = typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === head)?.[1] : undefined;
  return found === undefined ? undefined : resolve(found, rest);
}
