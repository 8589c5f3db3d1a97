import { describe, expect, it } from "vitest";
import { experimental_readRawConfig } from "wrangler";
import { inProject } from "../local/project.ts";
import { configFor, deployableConfig, queuesOf } from "./deploy-config.ts";

const config = deployableConfig(experimental_readRawConfig({ config: inProject("wrangler.toml") }).rawConfig);

describe("the configuration of a deployment", () => {
  it("is wrangler.toml with the real database and this deployment's settings", () => {
    const deployed = configFor(config, "1c0ffee0-0000-4000-8000-000000000000", { ...config.vars, ADMIN_EMAIL: "ada@example.com" });
    expect(deployed).toEqual({
      ...config,
      vars: { ...config.vars, ADMIN_EMAIL: "ada@example.com" },
      d1_databases: [{ ...config.d1_databases[0], database_id: "1c0ffee0-0000-4000-8000-000000000000" }],
    });
  });

  it("names the bucket for pictures", () => {
    expect(config.r2_buckets.map(({ bucket_name }) => bucket_name)).toEqual(["marquee-images"]);
  });

  it("names every queue once, dead letters included", () => {
    const queues = queuesOf(config);
    expect(new Set(queues).size).toBe(queues.length);
    expect(queues).toEqual(expect.arrayContaining(["events", "events-dead", "emails", "emails-dead"]));
  });
});
