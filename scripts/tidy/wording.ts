import { codeOnly, type Finding, isCode, lineAt, type SourceFile } from "./source-files.ts";

interface Rule {
  pattern: RegExp;
  /** Whether comments and strings count. */
  everywhere: boolean;
  what: string;
  mend: string;
}

const rules: readonly Rule[] = [
  {
    pattern: /(?:[:<|&(,]\s*|\bas\s+)any\b(?!\s*[(.:])|\bany\[\]/g,
    everywhere: false,
    what: "uses any",
    mend: "Say what it is, or take unknown and parse it with a schema.",
  },
  {
    pattern: /@ts-(?:ignor(?:e)|nocheck\b)/g,
    everywhere: true,
    what: "silences the type checker",
    mend: "Mend the type; an unavoidable cast sits in one named function that says why it holds.",
  },
  {
    pattern: /[\w)\]]!(?=[.,;)\]}]|\s*$)/gm,
    everywhere: false,
    what: "asserts that something is not null",
    mend: "Check it and say what happens otherwise.",
  },
  // Spelled apart, so that this file passes itself.
  {
    pattern: new RegExp(`\\b(?:${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`, "g"),
    everywhere: true,
    what: "puts something off",
    mend: "Do it now, or leave it out and say so where people look.",
  },
];

/** Words that the house does without. */
export function wordingFindings(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => {
    const code = isCode(file) ? codeOnly(file.text) : "";
    return rules.flatMap(({ pattern, everywhere, what, mend }) =>
      [...(everywhere ? file.text : code).matchAll(pattern)].map((match) => ({
        path: file.path,
        line: lineAt(file.text, match.index),
        what,
        mend,
      })),
    );
  });
}
