import { describe, expect, it } from "vitest";
import { experimental_readRawConfig } from "wrangler";
import { inProject } from "../local/project.ts";
import { configFor, deployableConfig, queuesOf } from "./deploy-config.ts";

const config = deployableConfig(experimental_readRawConfig({ config: inProject("wrangler.toml") }).rawConfig);

describe("the configuration of a deployment", () => {
  it("is wrangler.toml with the real database and this deployment's settings", () => {
    const deployed = configFor(config, "1c0ffee0-0000-4000-8000-000000000000", { ...config.vars, ADMIN_EMAIL: "ada@example.com" });
    const { send_email: _mails, ...rest } = config;
    expect(deployed).toEqual({
      ...rest,
      vars: { ...config.vars, ADMIN_EMAIL: "ada@example.com" },
      d1_databases: [{ ...config.d1_databases[0], database_id: "1c0ffee0-0000-4000-8000-000000000000" }],
    });
  });

  it("binds Cloudflare's own mails only where they are what sends", () => {
    const deployed = (MAIL_TRANSPORT: string) => configFor(config, "none", { ...config.vars, MAIL_TRANSPORT });
    expect(deployed("cloudflare").send_email).toEqual([{ name: "EMAIL" }]);
    for (const other of ["", "http", "smtp"]) expect(deployed(other).send_email, other).toBeUndefined();
  });

  it("names the buckets for pictures and for backups", () => {
    expect(config.r2_buckets.map(({ bucket_name }) => bucket_name)).toEqual(["marquee-images", "marquee-backups"]);
  });

  it("rings every five minutes, every hour, and on Fridays, which Cloudflare must be told by name", () => {
    expect(config.triggers).toEqual({ crons: ["*/5 * * * *", "0 * * * *", "0 9 * * FRI"] });
  });

  it("names every queue once, dead letters included", () => {
    const queues = queuesOf(config);
    expect(new Set(queues).size).toBe(queues.length);
    expect(queues).toEqual(expect.arrayContaining(["events", "events-dead", "emails", "emails-dead", "jobs", "jobs-dead"]));
  });
});
