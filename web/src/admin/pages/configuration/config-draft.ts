import type { PropertyDescription } from "../../../../../contracts/configuration.ts";
import { ApiFailure } from "../../../api/failure.ts";

export type Scalar = string | number | boolean;
export type Properties = Record<string, Scalar>;
export type ValueType = "text" | "number" | "boolean";

/** A property as it is edited: its value as text, until it is sent. */
export interface DraftProperty {
  property: string;
  type: ValueType;
  text: string;
}

export function draftOf(properties: Properties): DraftProperty[] {
  return Object.entries(properties)
    .map(([property, value]) => ({ property, type: typeOf(value), text: String(value) }))
    .sort((a, b) => a.property.localeCompare(b.property));
}

/** The properties to send. What is no number although it should be one is sent as it was typed: the server says what it wants. */
export function propertiesOf(draft: readonly DraftProperty[]): Properties {
  return Object.fromEntries(draft.map(({ property, type, text }) => [property, readAs(type, text.trim())]));
}

/** A new property with the default of its description. */
export function newProperty(property: string, description: PropertyDescription | undefined): DraftProperty {
  if (description === undefined) return { property, type: "text", text: "" };
  return { property, type: description.type === "string" ? "text" : "number", text: String(description.default) };
}

function typeOf(value: Scalar): ValueType {
  return typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
}

function readAs(type: ValueType, text: string): Scalar {
  if (type === "boolean") return text === "true";
  if (type === "number" && text !== "" && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** The description that fits: its own, or that of a pattern such as `identity.oidc.{provider}.issuer`. */
export function descriptionOf(property: string, schema: readonly PropertyDescription[]): PropertyDescription | undefined {
  return schema.find((each) => each.property === property) ?? schema.find((each) => patternOf(each.property)?.test(property));
}

function patternOf(name: string): RegExp | undefined {
  if (!name.includes("{")) return undefined;
  const literal = name.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join("[a-z][a-z0-9-]*")}$`);
}

/** `A whole number, 1 to 100,000.` */
export function boundsOf({ type, min, max, charsMax }: PropertyDescription): string {
  if (type === "string") return charsMax === undefined ? "Text." : `Text, at most ${charsMax} characters.`;
  const range = min === undefined || max === undefined ? "" : `, ${min.toLocaleString("en")} to ${max.toLocaleString("en")}`;
  return `A ${type === "integer" ? "whole " : ""}number${range}.`;
}

/** What the server found wrong, by property. */
export function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiFailure) || !Array.isArray(error.details.issues)) return {};
  const pairs = error.details.issues.map((issue: { path?: unknown; message?: unknown }) => [
    String(issue.path ?? "").replace(/^(body\.)?properties\./, ""),
    String(issue.message ?? ""),
  ]);
  return Object.fromEntries(pairs);
}
