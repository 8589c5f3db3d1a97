import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { CartId } from "../../contracts/cart.ts";
import { Failure } from "../../contracts/envelope.ts";
import { type ErrorCode, errors } from "../../contracts/errors.ts";
import { type Access, type EndpointSpec, Endpoints, needsKey } from "./endpoint.ts";
import { takesGuestCart } from "./guest-cart.ts";
import { asJsonSchema } from "./json-schema.ts";
import { mayBeLeftOut, takenTypes } from "./request-body.ts";

/** `GET /openapi.json`, generated from the schemas that validate. */
export function openApiRoutes(domains: readonly Endpoints[]): Endpoints {
  const routes = new Endpoints("Platform");
  let document: string | undefined;
  routes.get(
    "/openapi.json",
    {
      operationId: "getOpenApi",
      summary: "This document",
      access: "open",
      answer: z.record(z.string(), z.unknown()).meta({ example: { openapi: "3.1.0" } }),
      style: "raw",
    },
    async (_ctx, _input, c) => {
      document ??= JSON.stringify(openApiDocument([...domains, routes].flatMap((domain) => domain.all)));
      return c.body(document, 200, { "content-type": "application/json" });
    },
  );
  return routes;
}

const securityOf: Record<Access, RouteConfig["security"]> = {
  open: [],
  app: [{ appId: [], apiKey: [] }],
  secret: [{ appId: [], apiKey: [] }],
  visitor: [
    { appId: [], apiKey: [] },
    { appId: [], apiKey: [], userToken: [] },
  ],
  user: [{ appId: [], apiKey: [], userToken: [] }],
  userOrServer: [
    { appId: [], apiKey: [], userToken: [] },
    { appId: [], apiKey: [] },
  ],
  organizer: [
    { appId: [], apiKey: [], userToken: [] },
    { appId: [], apiKey: [] },
  ],
  socket: [{ ticket: [] }, { appId: [], apiKey: [] }],
  link: [{ ticket: [] }, { appId: [], apiKey: [], userToken: [] }, { appId: [], apiKey: [] }],
  config: [{ configToken: [] }, { configPassword: [] }],
  admin: [{ adminToken: [] }],
};

const appErrors: ErrorCode[] = [
  "APP_CREDENTIALS_MISSING",
  "APP_CREDENTIALS_INVALID",
  "APP_INACTIVE",
  "ORIGIN_NOT_ALLOWED",
  "SCOPE_MISSING",
  "END_USER_IP_INVALID",
];
const tokenErrors: ErrorCode[] = ["TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED"];
const errorsOfAccess: Record<Access, ErrorCode[]> = {
  open: [],
  app: appErrors,
  secret: appErrors,
  visitor: [...appErrors, "TOKEN_INVALID", "TOKEN_EXPIRED"],
  user: [...appErrors, ...tokenErrors],
  userOrServer: [...appErrors, ...tokenErrors],
  organizer: [...appErrors, ...tokenErrors, "FORBIDDEN"],
  socket: [...appErrors, "TOKEN_INVALID", "TOKEN_EXPIRED", "TICKET_INVALID"],
  link: [...appErrors, ...tokenErrors, "TICKET_INVALID"],
  config: ["TOKEN_MISSING", "TOKEN_INVALID"],
  admin: tokenErrors,
};

/** Every code that a route can answer: its own, and those that follow from its access and its input. */
export function errorsOf(spec: EndpointSpec): ErrorCode[] {
  const codes: ErrorCode[] = [
    ...errorsOfAccess[spec.access],
    ...spec.errors,
    "RATE_LIMITED",
    "INTERNAL",
    "OVERLOADED",
    "DEPENDENCY_UNAVAILABLE",
  ];
  if (spec.params || spec.query || spec.body) codes.push("VALIDATION_FAILED");
  if (spec.method !== "get") codes.push("BODY_TOO_LARGE");
  if (spec.body) codes.push("MALFORMED_JSON", "UNSUPPORTED_MEDIA_TYPE");
  if (spec.file) codes.push("UNSUPPORTED_MEDIA_TYPE");
  if (spec.idempotency !== "none") codes.push("IDEMPOTENCY_KEY_INVALID", "IDEMPOTENCY_KEY_REUSED");
  if (spec.idempotency === "gateway") codes.push("IDEMPOTENCY_IN_PROGRESS");
  return [...new Set(codes)];
}

/** The OpenAPI 3.1 document of these endpoints. */
export function openApiDocument(endpoints: readonly EndpointSpec[]): unknown {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "appId", { type: "apiKey", in: "header", name: "x-app-id" });
  registry.registerComponent("securitySchemes", "apiKey", { type: "apiKey", in: "header", name: "x-api-key" });
  registry.registerComponent("securitySchemes", "ticket", { type: "apiKey", in: "query", name: "ticket" });
  registry.registerComponent("securitySchemes", "userToken", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
  registry.registerComponent("securitySchemes", "adminToken", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
  registry.registerComponent("securitySchemes", "configToken", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "configPassword", { type: "http", scheme: "basic" });
  for (const endpoint of endpoints) registry.registerPath(operationOf(endpoint));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Marquee",
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
      description:
        "Sells seats, tickets and merchandise. Money is an integer in minor units beside its currency; times are ISO 8601 in UTC.",
    },
    servers: [{ url: "/" }],
  });
  return asJsonSchema(document);
}

function operationOf(spec: EndpointSpec): RouteConfig {
  return {
    method: spec.method,
    path: spec.path,
    operationId: spec.operationId,
    summary: spec.summary,
    ...(spec.description && { description: spec.description }),
    tags: [spec.tag],
    security: securityOf[spec.access] ?? [],
    "x-access": spec.access,
    ...(spec.scope && { "x-scope": spec.scope }),
    request: {
      ...(spec.params && { params: spec.params as z.ZodObject }),
      ...(spec.query && { query: spec.query as z.ZodObject }),
      ...(spec.body && { body: { required: !mayBeLeftOut(spec.body), content: { "application/json": { schema: spec.body } } } }),
      ...(spec.file && { body: fileBody(spec.file) }),
      ...headersOf(spec),
    },
    responses: { ...successesOf(spec), ...failuresOf(spec) },
  };
}

const binary = { type: "string", format: "binary" } as const;
const fileBody = (file: NonNullable<EndpointSpec["file"]>) => ({
  required: true,
  description: file.description,
  content: Object.fromEntries(
    takenTypes(file).map((type) => [
      type,
      { schema: file.mediaTypes.includes(type) ? binary : { type: "object" as const, properties: { file: binary } } },
    ]),
  ),
});

const idempotencyHeader = {
  "Idempotency-Key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: "Makes a repetition answer what the first request got. Kept 24 hours." }),
};
const endUserHeader = {
  "x-end-user-ip": z.string().optional().meta({
    description: "With the secret key: the address of the person for whom the server calls. Limits and lock-outs then count by it.",
    example: "203.0.113.7",
  }),
};

const admissionHeader = {
  "x-admission": z.string().optional().meta({ description: "The pass of the showtime's waiting room, where it has one." }),
};

const guestCartHeader = {
  "x-cart-id": CartId.optional().meta({
    description:
      "A guest's cart: whoever knows its id has it. With a user's token, or with what begins a session, it is merged into theirs.",
  }),
};

function headersOf(spec: EndpointSpec) {
  const { idempotency, access, errors } = spec;
  const headers = {
    ...(idempotency !== "none" && idempotencyHeader),
    ...(needsKey(access) && endUserHeader),
    ...(errors.includes("ADMISSION_REQUIRED") && admissionHeader),
    ...(takesGuestCart(spec) && guestCartHeader),
  };
  return Object.keys(headers).length > 0 && { headers: z.object(headers) };
}

function successesOf(spec: EndpointSpec): Record<string, ResponseConfig> {
  const { status, style, alsoAnswers = style === "etag" ? [304] : [] } = spec;
  const success = successOf(spec);
  return {
    [status]: success,
    ...(alsoAnswers.includes(200) && { 200: { ...success, description: "It is there already." } }),
    ...(alsoAnswers.includes(304) && { 304: { description: "What the caller has under this ETag still holds." } }),
  };
}

function successOf(spec: EndpointSpec): ResponseConfig {
  if (!(spec.answer instanceof z.ZodType)) {
    const { description, mediaType } = spec.answer;
    if (spec.status === 101) return { description };
    return { description, content: { [mediaType]: { schema: { type: mediaType === "application/json" ? "object" : "string" } } } };
  }
  const schema =
    spec.style === "raw" ? spec.answer : z.object({ success: z.literal(true), data: spec.answer, message: z.string().optional() });
  const data = spec.answer.meta()?.example;
  const example = spec.style === "raw" ? data : { success: true, data };
  return { description: "Done.", content: { "application/json": { schema, ...(data !== undefined && { example }) } } };
}

function failuresOf(spec: EndpointSpec): Record<string, ResponseConfig> {
  const byStatus = Map.groupBy(errorsOf(spec), (code) => errors[code][0]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${errors[code][1]}`).join("\n\n"),
        content: {
          "application/json": {
            schema: Failure,
            examples: Object.fromEntries(
              codes.map((code) => [code, { value: { success: false, error: { code, message: errors[code][1] } } }]),
            ),
          },
        },
      },
    ]),
  );
}
