import type { Context } from "hono";
import { z } from "zod";
import { EnvironmentParams, LabelledEnvironmentParams, SpringEnvironment } from "../../../contracts/configuration.ts";
import { limits } from "../../../contracts/limits.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import type { AppEnv } from "../app-env.ts";
import { Endpoints } from "../endpoint.ts";
import { respond } from "../respond.ts";
import { type EnvironmentQuery, readEnvironment } from "./environment.ts";
import { type ConfigFormat, fileOf, merged } from "./formats.ts";

/** Spring Cloud Config's paths, under /config. Ours is the error shape; clients look at the status. */
export const springConfigRoutes = new Endpoints("Configuration");

const noStore = { "cache-control": "no-store" };
const fileCharsMax = 2 * limits.configSourcesMax * (limits.configNameCharsMax + 1);

springConfigRoutes.get(
  "/config/{file}",
  {
    operationId: "getConfigFile",
    summary: "An application's configuration as a file",
    description: "`{application}-{profile}.yml`, `.yaml`, `.properties` or `.json`: all sources merged. Secrets are shown as `******`.",
    access: "config",
    params: z.strictObject({ file: z.string().max(fileCharsMax) }),
    answer: { mediaType: "text/plain", description: "The file." },
    errors: ["CONFIG_NOT_FOUND"],
  },
  (ctx, { params }, c) => answerFile(ctx, c, params.file),
);

springConfigRoutes.get(
  "/config/{application}/{profile}",
  {
    operationId: "getConfigEnvironment",
    summary: "An application's configuration in Spring Cloud Config's shape",
    description:
      "Several applications or profiles with commas. `/config/{label}/{application}-{profile}.yml` (`.yaml`, `.properties`, `.json`) is a file as that label has it. Secrets are shown as `******`.",
    access: "config",
    params: z.strictObject({ application: z.string().max(fileCharsMax), profile: z.string().max(fileCharsMax) }),
    answer: SpringEnvironment,
    errors: ["CONFIG_NOT_FOUND"],
    style: "raw",
  },
  async (ctx, { params }, c) => {
    if (filePattern.test(params.profile)) return answerFile(ctx, c, params.profile, params.application);
    return answerEnvironment(ctx, c, valid(EnvironmentParams, params));
  },
);

springConfigRoutes.get(
  "/config/{application}/{profile}/{label}",
  {
    operationId: "getConfigEnvironmentByLabel",
    summary: "The same as a label has it",
    description: "`main` and `latest`: what is in force. A number: that version of the application, and everything else as it was then.",
    access: "config",
    params: LabelledEnvironmentParams,
    answer: SpringEnvironment,
    errors: ["CONFIG_NOT_FOUND"],
    style: "raw",
  },
  (ctx, { params }, c) => answerEnvironment(ctx, c, params),
);

async function answerEnvironment(ctx: Ctx, c: Context<AppEnv>, query: EnvironmentQuery): Promise<Response> {
  const environment = await readEnvironment(ctx, query);
  return respond(c, JSON.stringify(environment), 200, { ...noStore, "content-type": "application/json" });
}

/** The last hyphen parts application and profile, as it does at Spring. */
const filePattern = /^(?<application>.+)-(?<profile>[^-]+)\.(?<format>yml|yaml|properties|json)$/;
const formats: Record<string, ConfigFormat> = { yml: "yml", yaml: "yaml", properties: "properties", json: "json" };

async function answerFile(ctx: Ctx, c: Context<AppEnv>, file: string, label?: string): Promise<Response> {
  const { application, profile, format: ending = "" } = filePattern.exec(file)?.groups ?? {};
  const format = formats[ending];
  if (format === undefined) throw new AppError("CONFIG_NOT_FOUND");
  const query =
    label === undefined
      ? valid(EnvironmentParams, { application, profile })
      : valid(LabelledEnvironmentParams, { application, profile, label });
  const text = fileOf(format, merged(await readEnvironment(ctx, query)));
  const type = format === "json" ? "application/json" : "text/plain; charset=utf-8";
  return respond(c, text, 200, { ...noStore, "content-type": type });
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("VALIDATION_FAILED", { issues });
}
