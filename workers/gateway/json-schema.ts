type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What the generator has written, as JSON Schema means it: it leaves a pattern's flags behind the pattern, where they are part of what has to
 * match, and gives a schema that is named and may be null two types that exclude each other. Whoever validated our answers by our document would
 * refuse most of them.
 */
export function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (!isObject(value)) return value;
  const mended = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asJsonSchema(inner)]));
  return withTextAlone(withPlainPattern(withNullableReference(mended)));
}

/** A number that is made from text would be made from null too, which no query has. */
function withTextAlone(parameter: Json): Json {
  const { schema } = parameter;
  if (parameter.in !== "query" || !isObject(schema) || !Array.isArray(schema.type)) return parameter;
  const [type, ...others] = schema.type.filter((each) => each !== "null");
  return { ...parameter, schema: { ...schema, type: others.length === 0 ? type : [type, ...others] } };
}

/** `{allOf: [{$ref}, {type: ["object", "null"], …}]}` is never null; `{anyOf: [{$ref}, {type: "null"}], …}` may be. */
function withNullableReference(schema: Json): Json {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf) || allOf.length !== 2) return schema;
  const [named, nullable] = allOf;
  if (!isObject(named) || !("$ref" in named) || !isObject(nullable)) return schema;
  const { type, ...described } = nullable;
  if (!Array.isArray(type) || !type.includes("null")) return schema;
  return { ...rest, ...described, anyOf: [named, { type: "null" }] };
}

/** Readers of every language know these; `\p{…}` only some. */
const ranges: readonly [property: string, range: string][] = [
  ["\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f"],
  ["\\p{Cs}", "\\ud800-\\udfff"],
];

/** The pattern without its flags. JSON Schema reads patterns as `u` does; what another flag has changed cannot be said, and is left out. */
function withPlainPattern(schema: Json): Json {
  const { pattern, ...rest } = schema;
  if (typeof pattern !== "string" || typeof schema.type === "undefined") return schema;
  const [flagged, flags = ""] = /(?<!\\)\/([a-z]+)$/.exec(pattern) ?? [""];
  const source = pattern.slice(0, pattern.length - flagged.length);
  const plain = ranges.reduce((text, [property, range]) => text.replaceAll(property, range), source);
  return flags.replace("u", "") === "" && !plain.includes("\\p{") ? { ...rest, pattern: plain } : rest;
}
