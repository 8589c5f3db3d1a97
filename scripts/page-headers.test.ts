import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject } from "./local/project.ts";

/** What every page of the web app is served with: the lines below `/*`. */
const [, lines = ""] = /^\/\*\n((?: {2}.*\n)+)/m.exec(readFileSync(inProject("web", "public", "_headers"), "utf8")) ?? [];
const headers = new Map(
  lines
    .trim()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
);

it("the pages forbid to guess, to frame and to come without HTTPS as the API does", () => {
  const api = readFileSync(inProject("workers", "gateway", "security-headers.ts"), "utf8");
  for (const name of ["strict-transport-security", "x-content-type-options", "x-frame-options"]) {
    expect(api).toContain(`"${name}": "${headers.get(name)}"`);
  }
});

it("the pages run scripts and take styles of their own alone", () => {
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
  for (const directive of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    expect(policy).toContain(directive);
  }
});
