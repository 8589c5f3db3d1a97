import { defineConfig } from "vitest/config";
import { trustLocalMail } from "./scripts/mail/trust.ts";
import { testVars } from "./test/vars.ts";

// What runs Workers reads whom these may trust when it is loaded.
trustLocalMail();
const { cloudflareTest, readD1Migrations } = await import("@cloudflare/vitest-plugin");

const prebundle = [
  "@asteasolutions/zod-to-openapi",
  "@cantoo/fontkit",
  "@cantoo/pdf-lib",
  "@hono/zod-validator",
  "@stomp/stompjs",
  "bcryptjs",
  "drizzle-orm",
  "drizzle-orm/d1",
  "drizzle-orm/sqlite-core",
  "hono",
  "hono/http-exception",
  "hono/jsx",
  "ical-generator",
  "itty-durable",
  "jose",
  "openid-client",
  "standardwebhooks",
  "stripe",
  "uqr",
  "zod",
];

const pure = ["test/simulation/simulation.test.ts", "test/simulation/mutants.test.ts"];

/** What Vitest throws at whoever still asks for a module when a test file ends: `Closing rpc while "resolve" was pending`, or "fetch", or the import itself. */
const refusedAtTheEnd = "EnvironmentTeardownError";

export default defineConfig({
  test: {
    // An object whose alarm rings, or to which a queue delivers, just when one file ends and the next begins is refused its modules. It rings again.
    onUnhandledError: ({ name, message }) => name !== refusedAtTheEnd && !message.startsWith("[vitest-worker]: Closing rpc while "),
    projects: [
      {
        plugins: [
          cloudflareTest(async ({ inject }) => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                ...(await testVars(inject<string>("stripeUrl"), inject<string>("webhookReceiver"))),
                TEST_MIGRATIONS: await readD1Migrations("./migrations/d1"),
              },
            },
          })),
        ],
        test: {
          name: "workers",
          include: ["contracts/**/*.test.ts", "workers/**/*.test.{ts,tsx}", "durable-objects/**/*.test.ts", "test/**/*.test.ts"],
          exclude: pure,
          setupFiles: ["./test/setup.ts"],
          globalSetup: [
            "./scripts/oidc/test-providers.ts",
            "./scripts/stripe/test-stripe.ts",
            "./scripts/webhooks/test-receivers.ts",
            "./scripts/mail/test-smtp.ts",
          ],
          isolate: false,
          // Each has a workerd and a database of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 20_000,
          deps: { optimizer: { ssr: { enabled: true, include: prebundle } } },
        },
      },
      // What needs nothing of Cloudflare: the scripts, the pure parts of the web app, and the simulation of the pure core.
      { test: { name: "node", environment: "node", include: ["scripts/**/*.test.ts", "web/**/*.test.ts", ...pure] } },
    ],
  },
});
