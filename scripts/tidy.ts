import { readFileSync } from "node:fs";
import { unstable_readConfig } from "wrangler";
import { inProject, root } from "./local/project.ts";
import { dependencyFindings } from "./tidy/dependencies.ts";
import { docstringFindings } from "./tidy/docstrings.ts";
import { importFindings } from "./tidy/imports.ts";
import { nameFindings } from "./tidy/names.ts";
import { settingFindings } from "./tidy/settings.ts";
import { readSources } from "./tidy/source-files.ts";
import { wordingFindings } from "./tidy/wording.ts";

// npm run tidy: the house style, as far as a program can see it. Every finding says how to mend it.

const read = (path: string) => readFileSync(inProject(path), "utf8");
const files = readSources(root);
const { vars, secrets } = unstable_readConfig({ config: inProject("wrangler.toml") });

const findings = [
  ...importFindings(files),
  ...nameFindings(files),
  ...wordingFindings([...files, { path: "README.md", text: read("README.md") }]),
  ...docstringFindings(files),
  ...settingFindings({ vars: Object.keys(vars), secrets: secrets?.required ?? [], example: read(".dev.vars.example") }),
  ...dependencyFindings({
    manifest: JSON.parse(read("package.json")),
    lock: JSON.parse(read("package-lock.json")),
    decisions: files.filter(({ path }) => path.startsWith("docs/decisions/")),
  }),
];
for (const { path, line, what, mend } of findings) console.error(`${path}${line === undefined ? "" : `:${line}`} ${what}.\n    ${mend}`);
console.log(findings.length === 0 ? `Tidy: ${files.length} files.` : `${findings.length} findings.`);
process.exitCode = findings.length === 0 ? 0 : 1;
