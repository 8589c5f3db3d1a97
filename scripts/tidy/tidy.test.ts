import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependencies.ts";
import { docstringFindings } from "./docstrings.ts";
import { importFindings } from "./imports.ts";
import { nameFindings } from "./names.ts";
import { settingFindings } from "./settings.ts";
import { wordingFindings } from "./wording.ts";

const file = (path: string, text = "") => ({ path, text });
const importOf = (from: string, to: string) => importFindings([file(from, `import { x } from "${to}";\n`)]).length;

describe("imports", () => {
  it.each([
    ["workers/booking/reserve-seat.ts", "../payments/claim.ts"],
    ["workers/gateway/rate-limit.ts", "../../durable-objects/rate-limiter/facade.ts"],
    ["durable-objects/seat-map/projector.ts", "../../workers/booking/project-ledger.ts"],
    ["workers/app.ts", "./admin/routes.ts"],
    ["workers/admin/routes.ts", "../booking/read.ts"],
    ["contracts/seats.ts", "zod"],
    ["workers/catalog/catalog.test.ts", "../notifications/send.ts"],
    ["web/src/main.tsx", "../../contracts/seats.ts"],
  ])("let %s have %s", (from, to) => {
    expect(importOf(from, to)).toBe(0);
  });

  it.each([
    ["workers/catalog/read.ts", "../booking/read.ts"],
    ["workers/payments/refund.ts", "../booking/read.ts"],
    ["workers/booking/confirm-booking.ts", "../notifications/send.ts"],
    ["workers/platform/log.ts", "../gateway/cors.ts"],
    ["workers/booking/reserve-seat.ts", "../../durable-objects/seat-map/seat-map.ts"],
    ["durable-objects/seat-map/seat-map.ts", "../../workers/booking/reserve-seat.ts"],
    ["contracts/seats.ts", "hono"],
    ["contracts/seats.ts", "../workers/platform/ids.ts"],
    ["web/src/main.tsx", "../../workers/platform/ids.ts"],
  ])("keep %s from %s", (from, to) => {
    expect(importOf(from, to)).toBe(1);
  });
});

describe("names", () => {
  it.each(["workers/utils/text.ts", "workers/booking/helpers.ts", "web/src/services/api.ts", "workers/booking/index.ts"])(
    "refuse %s",
    (path) => {
      expect(nameFindings([file(path)])).toHaveLength(1);
    },
  );

  it("refuse a file that is too long, and give a test more room", () => {
    const long = "x\n".repeat(301);
    expect(nameFindings([file("workers/a.ts", long), file("workers/a.test.ts", long)]).map(({ path }) => path)).toEqual(["workers/a.ts"]);
  });

  it("accept the Worker's entry", () => {
    expect(nameFindings([file("workers/index.ts")])).toEqual([]);
  });
});

describe("wording", () => {
  it.each([
    "let a: any;",
    "f(b as any)",
    "const c: any[] = [];",
    "new Map<string, any>()",
    "a.b!.c",
    "f(a!)",
    `// TO${"DO"} later`,
    `/* FIX${"ME"} */`,
    `// @ts-${"ignore"}`,
  ])("refuses %s", (text) => {
    expect(wordingFindings([file("workers/a.ts", text)])).toHaveLength(1);
  });

  it.each([
    'const a = "any!";',
    "// any of these, at once!",
    "if (a !== b) c();",
    "if (!a) b();",
    "const many = 1;",
    "z.any_of",
    "Promise.any(all)",
  ])("lets %s be", (text) => {
    expect(wordingFindings([file("workers/a.ts", text)])).toEqual([]);
  });
});

describe("docstrings", () => {
  it("are asked of verbs", () => {
    const bare = "export async function reserveSeat(ctx: Ctx) {}\n";
    expect(docstringFindings([file("workers/booking/reserve-seat.ts", bare)])).toHaveLength(1);
    expect(docstringFindings([file("workers/booking/reserve-seat.ts", `/** Holds a seat. */\n${bare}`)])).toEqual([]);
  });

  it("are asked of an object's public methods", () => {
    const text =
      "export class Room extends DurableObject<Env> {\n  constructor() {\n  }\n\n  async say(): Promise<void> {\n  }\n\n  /** Listens. */\n  hear(): void {\n  }\n\n  #own() {\n  }\n}\n";
    expect(docstringFindings([file("durable-objects/room/room.ts", text)])).toMatchObject([
      { line: 5, what: "the method say has no docstring" },
    ]);
  });
});

describe("settings", () => {
  it("agree in both directions, each with its comment", () => {
    const findings = settingFindings({ vars: ["A", "B"], secrets: ["C"], example: "# What A is.\nA=1\n\nC=2\n# What D is.\nD=3\n" });
    expect(findings.map(({ path, what }) => `${path} ${what}`)).toEqual([
      ".dev.vars.example lacks B",
      "wrangler.toml lacks D",
      ".dev.vars.example does not explain C",
    ]);
  });
});

describe("dependencies", () => {
  const lock = { packages: { "node_modules/workerd": { version: "1.0.0" } } };
  const decisions = [file("docs/decisions/0001-a.md", "`hono` routes.")];

  it("are pinned and decided on", () => {
    expect(dependencyFindings({ manifest: { dependencies: { hono: "4.13.19" } }, lock, decisions })).toEqual([]);
    expect(dependencyFindings({ manifest: { dependencies: { hono: "^4.13.19", zod: "4.6.7" } }, lock, decisions })).toHaveLength(2);
  });

  it("bring one runtime", () => {
    const twice = { packages: { ...lock.packages, "node_modules/wrangler/node_modules/workerd": { version: "2.0.0" } } };
    expect(dependencyFindings({ manifest: {}, lock: twice, decisions })).toHaveLength(1);
  });
});
