import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Where the Worker reads the list. */
export const listFile = new URL("../workers/identity/common-passwords.txt", import.meta.url);
const passwordsMax = 10_000;
/** Shorter ones are refused for their length. */
const charsMin = 8;

/** The text of the list: which package it comes from, then a password a line, the most frequent first. */
export function commonPasswords(): string {
  const { resolve } = createRequire(import.meta.url);
  const folder = resolve("@zxcvbn-ts/language-common").replace(/dist\/[^/]+$/, "");
  const { name, version } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const ranked: string[] = JSON.parse(readFileSync(`${folder}src/passwords.json`, "utf8"));
  const plain = ranked.map((password) => password.normalize("NFC").toLowerCase()).filter((password) => [...password].length >= charsMin);
  const listed = [...new Set(plain)].slice(0, passwordsMax);
  return `# The ${listed.length} most frequent passwords of ${charsMin} characters and more in ${name} ${version} (MIT).\n${listed.join("\n")}\n`;
}

if (import.meta.main) writeFileSync(listFile, commonPasswords());
