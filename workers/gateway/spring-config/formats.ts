import type { SpringEnvironment } from "../../../contracts/configuration.ts";
import type { Properties, Scalar } from "../../../contracts/settings.ts";

/** What comes of the sources when each property is taken from the strongest that has it. */
export const merged = ({ propertySources }: SpringEnvironment): Properties =>
  Object.assign({}, ...propertySources.toReversed().map(({ source }) => source));

export type ConfigFormat = "yml" | "yaml" | "properties" | "json";

/** Properties as the text of a file of this format. */
export function fileOf(format: ConfigFormat, properties: Properties): string {
  if (format === "properties") return propertiesOf(properties);
  const tree = nested(properties);
  return format === "json" ? JSON.stringify(tree) : Object.keys(tree).length === 0 ? "{}\n" : yamlOf(tree, "");
}

interface Tree {
  [name: string]: Scalar | Tree;
}

/** `a.b.c` as a in b in c. Where `a.b` has a value of its own, what lies below it keeps its dots, which Spring reads the same way. */
function nested(properties: Properties): Tree {
  const tree: Tree = {};
  // A name comes before those that it begins, so a value is in its place before anything wants to lie below it.
  for (const property of Object.keys(properties).sort()) {
    const value = properties[property];
    const names = property.split(".");
    let place = tree;
    while (names.length > 1) {
      const [name = ""] = names;
      const child: Scalar | Tree = place[name] ?? {};
      if (typeof child !== "object") break;
      place[name] = child;
      place = child;
      names.shift();
    }
    if (value !== undefined) place[names.join(".")] = value;
  }
  return tree;
}

function yamlOf(tree: Tree, indent: string): string {
  return Object.entries(tree)
    .map(([name, value]) => {
      const key = `${indent}${plainKey.test(name) && !yamlWords.test(name) ? name : quoted(name)}:`;
      if (typeof value === "object") return `${key}\n${yamlOf(value, `${indent}  `)}`;
      return `${key} ${typeof value === "string" ? quoted(value) : value}\n`;
    })
    .join("");
}

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** What YAML 1.1, which Spring reads, takes for something else than text. */
const yamlWords = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** A text in double quotes, in ASCII: YAML knows JSON's escapes, and line breaks that JSON does not. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, unicode);

const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const propertiesOf = (properties: Properties): string =>
  Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escapedKey(name)}: ${escaped(String(value))}\n`)
    .join("");

const controls: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f" };
const escaped = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replace(/^ /, "\\ ")
    .replaceAll(/[^\x20-\x7e]/g, (character) => controls[character] ?? unicode(character));
const escapedKey = (name: string): string => escaped(name).replaceAll(/[:=#! ]/g, "\\$&");
