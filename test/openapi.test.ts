import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { endpoints } from "../workers/app.ts";
import { accessKinds } from "../workers/gateway/endpoint.ts";

const Example = z.unknown().optional();
const Content = z.record(z.string(), z.looseObject({ schema: z.unknown(), example: Example }));
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  "x-access": z.string(),
  requestBody: z.looseObject({ required: z.boolean().optional(), content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: Content.optional() })),
});
const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.unknown(),
});

let text: string;
let document: z.infer<typeof Document>;
beforeAll(async () => {
  const response = await exports.default.fetch("http://localhost:8787/openapi.json");
  text = await response.text();
  document = Document.parse(JSON.parse(text));
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

    it("declares the parameters of its path", () => {
      const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = endpoint.params instanceof z.ZodObject ? Object.keys(endpoint.params.shape) : [];
      expect(declared.sort()).toEqual(inPath.sort());
    });

    it("shows an answer that fits its schema", () => {
      const content = operation()?.responses[String(endpoint.status)]?.content ?? {};
      if (!(endpoint.answer instanceof z.ZodType)) return expect(Object.keys(content)).toEqual([endpoint.answer.mediaType]);
      const shown = content["application/json"]?.example;
      const data = endpoint.style === "raw" ? shown : z.object({ success: z.literal(true), data: z.unknown() }).parse(shown).data;
      expect(data).toBeDefined();
      expect(endpoint.answer.safeParse(data).error).toBeUndefined();
    });

    it("shows a body that it would take", () => {
      if (endpoint.file) return expect(Object.keys(operation()?.requestBody?.content ?? {})).toEqual(endpoint.file.mediaTypes);
      if (endpoint.body === undefined) return expect(operation()?.requestBody).toBeUndefined();
      expect(operation()?.requestBody?.required).toBe(true);
      const example = endpoint.body.meta()?.example;
      expect(example).toBeDefined();
      expect(endpoint.body.safeParse(example).error).toBeUndefined();
    });
  },
);

function resolve(value: unknown, [head, ...rest]: string[]): unknown {
  if (head === undefined) return value;
  const found = typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === head)?.[1] : undefined;
  return found === undefined ? undefined : resolve(found, rest);
}
