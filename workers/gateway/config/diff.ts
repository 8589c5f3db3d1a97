import type { PropertyChange } from "../../../contracts/configuration.ts";
import type { StoredProperties, StoredProperty } from "../../platform/stored-properties.ts";
import { shownValue } from "./secrets.ts";

/** What became of each property from one version to the next, by name. A secret is sealed anew only when it changes, so its seal tells. */
export function diff(before: StoredProperties, after: StoredProperties): PropertyChange[] {
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return properties
    .filter((property) => !isSame(before[property], after[property]))
    .map((property) => ({ property, before: shown(before[property]), after: shown(after[property]) }));
}

const shown = (stored: StoredProperty | undefined) => (stored === undefined ? null : shownValue(stored));

const isSame = (a: StoredProperty | undefined, b: StoredProperty | undefined): boolean =>
  typeof a === "object" && typeof b === "object" ? a.sealed === b.sealed : a === b;
