import { type Finding, isCode, isTest, lineAt, type SourceFile } from "./source-files.ts";

const mend = "Say above it what it does, in which units and shapes, and which errors by code: /** … */";

/** Verbs and object methods without a docstring. An endpoint's words are its summary, which its type and test/openapi.test.ts ask for. */
export function docstringFindings(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) => [...bareVerbs(file), ...bareFunctions(file), ...bareMethods(file)]);
}

/** In workers/<domain>/reserve-seat.ts: `reserveSeat`. */
function bareVerbs({ path, text }: SourceFile): Finding[] {
  const verb = /^workers\/\w[\w-]*\/([\w-]+)\.tsx?$/.exec(path)?.[1]?.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (verb === undefined) return [];
  const match = new RegExp(`^export (?:async )?(?:function\\*? ${verb}\\b|const ${verb} = (?:async )?[(<])`, "m").exec(text);
  return match === null || isDescribed(text, match.index)
    ? []
    : [{ path, line: lineAt(text, match.index), what: `${verb} has no docstring`, mend }];
}

function bareFunctions({ path, text }: SourceFile): Finding[] {
  if (!path.startsWith("scripts/")) return [];
  return [...text.matchAll(/^export (?:async )?function\*? (\w+)/gm)]
    .filter((match) => !isDescribed(text, match.index))
    .map((match) => ({ path, line: lineAt(text, match.index), what: `${match[1]} has no docstring`, mend }));
}

const platformsOwn = new Set(["constructor", "fetch", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"]);

/** The public methods of a Durable Object's class, which are its remote calls. */
function bareMethods({ path, text }: SourceFile): Finding[] {
  if (!path.startsWith("durable-objects/")) return [];
  const start = /^export class \w+ extends (?:DurableObject|smallDurable)\b/m.exec(text)?.index;
  if (start === undefined) return [];
  const body = text.slice(start, start + (/^}/m.exec(text.slice(start))?.index ?? text.length));
  return [...body.matchAll(/^ {2}(?:override )?(?:async )?([a-z]\w*)\(/gm)]
    .filter((match) => !platformsOwn.has(match[1] ?? "") && !isDescribed(body, match.index))
    .map((match) => ({ path, line: lineAt(text, start + match.index), what: `the method ${match[1]} has no docstring`, mend }));
}

const isDescribed = (text: string, index: number): boolean => text.slice(0, index).trimEnd().endsWith("*/");
