import {
  ConfigPlace,
  Configuration,
  ConfigurationEntryPage,
  ConfigurationSchema,
  ConfigurationVersionPage,
  PutConfiguration,
  RollBack,
} from "../../../contracts/configuration.ts";
import { PageQuery } from "../../../contracts/envelope.ts";
import { Endpoints } from "../endpoint.ts";
import { putConfiguration } from "./put-configuration.ts";
import { describeProperties, getConfiguration, listConfigurations, listVersions } from "./read.ts";
import { rollBackConfiguration } from "./roll-back-configuration.ts";

export const configurationRoutes = new Endpoints("Configuration");

configurationRoutes.get(
  "/api/v1/admin/config",
  {
    operationId: "listConfigurations",
    summary: "Which applications and profiles have a configuration",
    access: "admin",
    query: PageQuery,
    answer: ConfigurationEntryPage,
  },
  (ctx, { query }) => listConfigurations(ctx, query),
);

configurationRoutes.get(
  "/api/v1/admin/config-schema",
  {
    operationId: "getConfigurationSchema",
    summary: "The properties that the application marquee knows",
    description: "With type, default and bounds. A property that is not here is refused there; other applications may have what they like.",
    access: "admin",
    answer: ConfigurationSchema,
  },
  async () => ({ items: describeProperties() }),
);

configurationRoutes.get(
  "/api/v1/admin/config/{application}/{profile}",
  {
    operationId: "getConfiguration",
    summary: "The configuration of an application in a profile",
    description: "Secrets are shown as `******`.",
    access: "admin",
    params: ConfigPlace,
    answer: Configuration,
    errors: ["CONFIG_NOT_FOUND"],
  },
  (ctx, { params }) => getConfiguration(ctx, params),
);

configurationRoutes.put(
  "/api/v1/admin/config/{application}/{profile}",
  {
    operationId: "putConfiguration",
    summary: "Change the configuration of an application in a profile",
    description:
      "All properties at once: what is left out is gone, and a secret sent as `******` stays. A new version, in force everywhere within 30 s. That of `marquee` is judged before it is taken.",
    access: "admin",
    params: ConfigPlace,
    body: PutConfiguration,
    answer: Configuration,
    errors: ["CONFIG_VERSION_CONFLICT"],
  },
  (ctx, { params, body }) => putConfiguration(ctx, { ...params, ...body }),
);

configurationRoutes.get(
  "/api/v1/admin/config/{application}/{profile}/versions",
  {
    operationId: "listConfigurationVersions",
    summary: "The versions of a configuration and what each changed, the newest first",
    access: "admin",
    params: ConfigPlace,
    query: PageQuery,
    answer: ConfigurationVersionPage,
    errors: ["CONFIG_NOT_FOUND"],
  },
  (ctx, { params, query }) => listVersions(ctx, params, query),
);

configurationRoutes.post(
  "/api/v1/admin/config/{application}/{profile}/rollback",
  {
    operationId: "rollBackConfiguration",
    summary: "Bring the values of an old version back",
    description: "As a new version: nothing of the history is lost.",
    access: "admin",
    params: ConfigPlace,
    body: RollBack,
    answer: Configuration,
    errors: ["CONFIG_NOT_FOUND", "CONFIG_VERSION_CONFLICT"],
  },
  (ctx, { params, body }) => rollBackConfiguration(ctx, { ...params, ...body }),
);
