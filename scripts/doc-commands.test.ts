import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "./local/project.ts";

/** The commands that a page tells people to type. */
const commandsIn = (path: string): string =>
  [...readFileSync(inProject(path), "utf8").matchAll(/^```bash\n(.*?)^```/gms)].map(([, block]) => block).join("\n");

const readme = commandsIn("README.md");
const pages = readdirSync(inProject("docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => [name, commandsIn(`docs/${name}`)] as const)
  .filter(([, commands]) => commands.includes("curl "));

/** Each curl with the lines that belong to it. */
const curlsIn = (commands: string): string[] => commands.replaceAll("\\\n", " ").match(/curl .*/g) ?? [];

describe.each(pages)("the commands of docs/%s", (_name, commands) => {
  it("know their headers from the README's session", () => {
    const named = [...commands.matchAll(/"\$\{(\w+)\[@\]\}"/g)].map(([, name]) => name);
    expect([...new Set(named)].filter((name) => !new RegExp(`^${name}=\\(`, "m").test(readme))).toEqual([]);
  });

  it("say that what they send is JSON", () => {
    const sayer = /-H "\$json"|content-type: application\/json|"\$\{ada\[@\]\}"/;
    expect(curlsIn(commands).filter((curl) => curl.includes(" -d ") && !sayer.test(curl))).toEqual([]);
  });
});
