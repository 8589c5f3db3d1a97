import { beforeAll, describe, expect, it, vi } from "vitest";
import { sameSitePath } from "./same-site-path.ts";

describe("the way back after logging in", () => {
  beforeAll(() => {
    vi.stubGlobal("location", new URL("https://marquee.example/login"));
  });

  it("is a path of this site", () => {
    expect(sameSitePath("/showtimes/sho_1?d=event#a")).toBe("/showtimes/sho_1?d=event#a");
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "evil",
    "/\t/evil.example",
    "/.//evil.example",
    7,
    undefined,
  ])("is not %j", (next) => {
    expect(sameSitePath(next)).toBeUndefined();
  });
});
