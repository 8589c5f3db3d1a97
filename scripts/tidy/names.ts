import { basename } from "node:path";
import { type Finding, isCode, isTest, type SourceFile } from "./source-files.ts";

const banned = new Set(["utils", "util", "helpers", "helper", "common", "shared", "misc", "services", "service", "managers", "manager"]);
const entries = new Set(["workers/index.ts"]);

const linesMax = 300;
/** A specification is read as a list. */
const testLinesMax = 450;
/** Longer files, each with its reason. */
const longFiles: Record<string, string> = {};

/** Names that say nothing, barrels, and files that nobody reads to the end. */
export function nameFindings(files: readonly SourceFile[]): Finding[] {
  return files.filter(isCode).flatMap((file) => {
    const findings: Finding[] = [];
    const { path, text } = file;
    const word = path
      .replace(/\.(test\.)?tsx?$/, "")
      .split("/")
      .find((part) => banned.has(part));
    if (word !== undefined)
      findings.push({
        path,
        what: `is called “${word}”`,
        mend: "Name a file or folder for the concept in it; what has no concept of its own belongs to its one caller.",
      });
    if (/^index\.tsx?$/.test(basename(path)) && !entries.has(path)) {
      findings.push({
        path,
        what: "is an index",
        mend: "There are no barrels here: name the file for what it holds and import it by that name.",
      });
    }
    const lines = text.split("\n").length - 1;
    const most = isTest(file) ? testLinesMax : linesMax;
    if (lines > most && longFiles[path] === undefined) {
      findings.push({
        path,
        what: `has ${lines} lines, more than ${most}`,
        mend: "Split it where a second concept begins, or add it to longFiles in scripts/tidy/names.ts with the reason.",
      });
    }
    return findings;
  });
}
