import type { Properties, Scalar } from "../../contracts/settings.ts";
import { seal, unseal } from "./seal.ts";

/** A property as D1 keeps it: what is secret is encrypted. */
export type StoredProperty = Scalar | { sealed: string };
export type StoredProperties = Record<string, StoredProperty>;

/** Where a property belongs: what was sealed for one place opens in no other. */
export interface PropertyPlace {
  application: string;
  profile: string;
  property: string;
}

const sealOf = ({ application, profile, property }: PropertyPlace) => ({
  salt: `${application}/${profile}`,
  info: `configuration ${property}`,
});

export const sealProperty = async (env: Env, place: PropertyPlace, value: Scalar): Promise<StoredProperty> => ({
  sealed: await seal(env, sealOf(place), JSON.stringify(value)),
});

/** The value of a property, or undefined if it was sealed under a TOKEN_SECRET that is no more. */
export async function openProperty(env: Env, place: PropertyPlace, stored: StoredProperty): Promise<Scalar | undefined> {
  if (typeof stored !== "object") return stored;
  try {
    return JSON.parse(await unseal(env, sealOf(place), stored.sealed));
  } catch {
    return undefined;
  }
}

/** All of them, without those that cannot be opened any more. */
export async function openProperties(
  env: Env,
  { application, profile }: { application: string; profile: string },
  stored: StoredProperties,
): Promise<Properties> {
  const opened = Object.entries(stored).map(async ([property, value]) => ({
    property,
    value: await openProperty(env, { application, profile, property }, value),
  }));
  const properties: Properties = {};
  for (const { property, value } of await Promise.all(opened)) if (value !== undefined) properties[property] = value;
  return properties;
}
