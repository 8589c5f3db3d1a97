import type { Finding } from "./source-files.ts";

interface Settings {
  /** The names of `[vars]` in wrangler.toml. */
  vars: readonly string[];
  /** The names of `[secrets] required`. */
  secrets: readonly string[];
  /** The text of .dev.vars.example. */
  example: string;
}

/** Settings and secrets that wrangler.toml and .dev.vars.example do not agree on, or that the example leaves unexplained. */
export function settingFindings({ vars, secrets, example }: Settings): Finding[] {
  const declared = [...vars, ...secrets];
  const documented = [...example.matchAll(/^(\w+)=/gm)].map((match) => ({
    name: match[1] ?? "",
    explained: /(?:^|\n)#[^\n]*\n$/.test(example.slice(0, match.index)),
  }));
  return [
    ...declared
      .filter((name) => !documented.some((each) => each.name === name))
      .map((name) => ({
        path: ".dev.vars.example",
        what: `lacks ${name}`,
        mend: `wrangler.toml declares ${name}: add a line for it, with a comment above that says what it does.`,
      })),
    ...documented
      .filter(({ name }) => !declared.includes(name))
      .map(({ name }) => ({
        path: "wrangler.toml",
        what: `lacks ${name}`,
        mend: `.dev.vars.example has ${name}: declare it in [vars] or among the secrets, or drop the line; wrangler loads only what is declared.`,
      })),
    ...documented
      .filter(({ explained }) => !explained)
      .map(({ name }) => ({ path: ".dev.vars.example", what: `does not explain ${name}`, mend: "Put a comment right above it." })),
  ];
}
