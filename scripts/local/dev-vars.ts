import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { freshSecrets } from "../fresh-secrets.ts";
import { hashPassword } from "../password-hash.ts";
import { inProject } from "./project.ts";

export const localAdmin = { email: "admin@marquee.test", password: "marquee-local-admin" };

/** What stands in `.dev.vars.example` where every laptop gets a value of its own. */
const placeholder = "generated";

/** The variables of `.dev.vars`. Makes the file from `.dev.vars.example`, and adds to an older one what it lacks. */
export function ensureDevVars(now: Date): { vars: Record<string, string>; made: boolean } {
  const file = inProject(".dev.vars");
  const example = readFileSync(inProject(".dev.vars.example"), "utf8");
  const made = !existsSync(file);
  const before = made ? "" : readFileSync(file, "utf8");
  const after = made ? filled(example, {}, now) : completed(before, example, now);
  if (after !== before) writeFileSync(file, after, { mode: 0o600 });
  return { vars: definedIn(after), made };
}

/** The example with fresh secrets in its gaps. `known` are values to build on: a hash must fit the pepper that is there. */
export function filled(example: string, known: Record<string, string>, now: Date): string {
  const secrets = { ...freshSecrets(now), ...known };
  const values: Record<string, string> = { ...secrets, ADMIN_PASSWORD_HASH: hashPassword(secrets.PASSWORD_PEPPER, localAdmin.password) };
  return example.replaceAll(new RegExp(`^(\\w+)=${placeholder}$`, "gm"), (_line, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`.dev.vars.example asks for a generated ${name}, and scripts/fresh-secrets.ts makes none`);
    // Single quotes: nothing inside them is expanded or unescaped, and hashes are full of dollars.
    return `${name}='${value}'`;
  });
}

/** An older file, and after it the lines of the example whose variables it lacks. */
export function completed(file: string, example: string, now: Date): string {
  const known = definedIn(file);
  const lines = filled(example, known, now).split("\n");
  const missing = lines.filter((line) => /^\w+=/.test(line) && !(line.slice(0, line.indexOf("=")) in known));
  return missing.length === 0 ? file : `${file.replace(/\n*$/, "\n")}\n${missing.join("\n")}\n`;
}

/** The variables that a file of this kind defines. */
export const definedIn = (text: string): Record<string, string> =>
  Object.fromEntries(Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined));
