import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { commonPasswords, listFile } from "./common-passwords.ts";

it("the Worker's list of common passwords is the one that `npm run common-passwords` makes", () => {
  expect(readFileSync(listFile, "utf8") === commonPasswords()).toBe(true);
});
