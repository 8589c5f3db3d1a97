import { z } from "zod";
import { endpoints } from "../workers/app.ts";
import { accessKinds } from "../workers/gateway/endpoint.ts";
import { openApiDocument } from "../workers/gateway/openapi.ts";

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  example: z.unknown().optional(),
});
export type Schema = z.infer<typeof Schema>;

const Parameter = z.object({ name: z.string(), in: z.enum(["path", "query", "header", "cookie"]), schema: Schema.optional() });
const Described = z.object({
  operationId: z.string(),
  "x-access": z.enum(accessKinds),
  "x-scope": z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(Parameter).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: Schema })) }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Described)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

export type Operation = Omit<z.infer<typeof Described>, "requestBody"> & {
  method: string;
  path: string;
  access: z.infer<typeof Described>["x-access"];
  scope: string | null;
  /** The schema of the body, its references followed; null where the operation takes none. */
  body: Schema | null;
  /** The body that the document shows. */
  example: unknown;
};

const { paths, components } = Document.parse(JSON.parse(JSON.stringify(openApiDocument(endpoints))));

/** A schema of the document with its reference followed. */
export function resolved(schema: unknown): Schema {
  const { $ref, ...rest } = Schema.parse(schema);
  if ($ref === undefined) return rest;
  return { ...resolved(components.schemas[$ref.split("/").at(-1) ?? ""]), ...rest };
}

/** Every operation as a stranger finds it in the OpenAPI document, which is all that the tests of the whole API go by. */
export const operations: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { requestBody, ...described }]): Operation => {
    const content = requestBody?.content["application/json"];
    const body = content === undefined ? null : resolved(content.schema);
    return {
      ...described,
      method: method.toUpperCase(),
      path,
      access: described["x-access"],
      scope: described["x-scope"] ?? null,
      body,
      example: body?.example,
    };
  }),
);

/** The path with `value` in the place of each parameter. */
export const pathWith = (path: string, value: string | ((name: string) => string)): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (typeof value === "string" ? value : value(name)));
