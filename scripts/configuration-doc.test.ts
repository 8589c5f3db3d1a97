import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { marqueeProperties, oidcProperties } from "../contracts/settings.ts";
import { inProject } from "./local/project.ts";

describe("docs/configuration.md", () => {
  const rows = readFileSync(inProject("docs", "configuration.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));

  it("has every property of the platform with its default", () => {
    for (const [property, rule] of Object.entries(marqueeProperties)) {
      // A bucket's two numbers share a row.
      const bucket = /^(rate\.\w+)\.burst$/.exec(property)?.[1];
      const row = rows.find((line) => line.includes(`\`${bucket === undefined ? property : `${bucket}.per-second`}\``));
      expect([property, row]).toEqual([property, expect.stringContaining(rule.default === "" ? "empty" : String(rule.default))]);
      if (bucket !== undefined) expect(row).toContain("`.burst`");
    }
    for (const part of Object.keys(oidcProperties))
      expect(rows.some((line) => line.includes(`identity.oidc.{provider}.${part}`))).toBe(true);
  });
});
