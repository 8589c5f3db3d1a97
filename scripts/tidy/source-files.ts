import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface SourceFile {
  /** From the root of the checkout, with forward slashes. */
  path: string;
  text: string;
}

/** One breach of the house style: where, what, and how to mend it. */
export interface Finding {
  path: string;
  line?: number;
  what: string;
  mend: string;
}

const folders = ["contracts", "workers", "durable-objects", "migrations", "web", "test", "types", "scripts", "bench", "docs"];
const skipped = new Set(["node_modules", "dist", "posters", "results"]);
const kinds = /\.(ts|tsx|js|mjs|css|html|sql|md)$/;

/** Every file that people write in this checkout. */
export function readSources(root: string): SourceFile[] {
  const files: SourceFile[] = [];
  const walk = (path: string) => {
    for (const name of readdirSync(join(root, path))) {
      const inside = `${path}/${name}`;
      if (statSync(join(root, inside)).isDirectory()) {
        if (!skipped.has(name) || inside === "scripts/demo/posters") walk(inside);
      } else if (kinds.test(name)) files.push({ path: inside, text: readFileSync(join(root, inside), "utf8") });
    }
  };
  for (const folder of folders) if (statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) walk(folder);
  return files;
}

export const isCode = ({ path }: SourceFile): boolean => /\.tsx?$/.test(path);
export const isTest = ({ path }: SourceFile): boolean => /\.test\.tsx?$/.test(path) || path.startsWith("test/");

/** The number of the line at a place in a text, from 1. */
export const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** A TypeScript text with its comments and the insides of its strings blanked out, places kept. Good enough to look for words in code. */
export function codeOnly(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, (found) =>
    found.replaceAll(/[^\n]/g, " "),
  );
}
