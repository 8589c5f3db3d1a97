import type { ConfigPlace, Configuration, PutConfiguration } from "../../../contracts/configuration.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { toConfiguration } from "./read.ts";
import { storedProperties } from "./secrets.ts";
import { writeVersion } from "./write-version.ts";

/**
 * Puts these properties in the place of all that the profile had, as a new version; in force everywhere within 30 s. Throws VALIDATION_FAILED with
 * each property's path, CONFIG_VERSION_CONFLICT if another version than the expected one is in force.
 */
export async function putConfiguration(ctx: AdminCtx, input: ConfigPlace & PutConfiguration): Promise<Configuration> {
  const { application, profile, properties, expectedVersion } = input;
  const place = { application, profile };
  const row = await writeVersion(ctx, {
    ...place,
    expectedVersion,
    action: "configuration.changed",
    propertiesAfter: (before) => storedProperties(ctx.env, place, properties, before),
  });
  return toConfiguration(row);
}
