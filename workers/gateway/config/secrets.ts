import { type ConfigPlace, mask } from "../../../contracts/configuration.ts";
import type { Properties, Scalar } from "../../../contracts/settings.ts";
import { AppError } from "../../platform/app-error.ts";
import { openProperty, type StoredProperties, type StoredProperty, sealProperty } from "../../platform/stored-properties.ts";

/** Whether a property holds a secret, by its name: `…secret`, `…password`, `…token`, `…key`. */
export const isSecret = (property: string): boolean => /(secret|password|passphrase|token|key)$/i.test(property);

/** What may be shown of a property. */
export const shownValue = (stored: StoredProperty): Scalar => (typeof stored === "object" ? mask : stored);

/** What may be shown of them all, in the order of their names. */
export const shownProperties = (stored: StoredProperties): Properties =>
  Object.fromEntries(
    Object.entries(stored)
      .map(([property, value]): [string, Scalar] => [property, shownValue(value)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/**
 * Properties as they go into D1: secrets sealed, and those that came masked, or are the same as before, in the form in which they lie there already.
 * Throws VALIDATION_FAILED for a masked one that is not there.
 */
export async function storedProperties(
  env: Env,
  place: ConfigPlace,
  given: Properties,
  before: StoredProperties,
): Promise<StoredProperties> {
  const stored: StoredProperties = {};
  for (const [property, value] of Object.entries(given)) {
    const known = Object.hasOwn(before, property) ? before[property] : undefined;
    if (!isSecret(property)) stored[property] = value;
    else if (known !== undefined && (value === mask || (await openProperty(env, { ...place, property }, known)) === value))
      stored[property] = known;
    else if (value === mask)
      throw new AppError("VALIDATION_FAILED", { issues: [{ path: `properties.${property}`, message: nothingToKeep }] });
    else stored[property] = await sealProperty(env, { ...place, property }, value);
  }
  return stored;
}

const nothingToKeep = "is masked, and there is no value to keep: send the value itself";
