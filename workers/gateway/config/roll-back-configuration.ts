import type { ConfigPlace, Configuration, RollBack } from "../../../contracts/configuration.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { getVersion, toConfiguration } from "./read.ts";
import { writeVersion } from "./write-version.ts";

/**
 * Brings the values of an old version back into force, secrets too, as a new version. They are judged again, for what may be set can have
 * changed since. Throws CONFIG_NOT_FOUND, CONFIG_VERSION_CONFLICT, VALIDATION_FAILED.
 */
export async function rollBackConfiguration(ctx: AdminCtx, input: ConfigPlace & RollBack): Promise<Configuration> {
  const { application, profile, version, expectedVersion } = input;
  const { properties } = await getVersion(ctx, input, version);
  const row = await writeVersion(ctx, {
    application,
    profile,
    expectedVersion,
    action: "configuration.rolled-back",
    restoredVersion: version,
    propertiesAfter: async () => properties,
  });
  return toConfiguration(row);
}
