import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { experimental_readRawConfig } from "wrangler";
import { deployedSecrets, ensureBucket, ensureD1, ensureQueue, requireLogIn } from "./deploy/cloudflare.ts";
import { decideDeploy } from "./deploy/decide.ts";
import { configFor, deployableConfig, queuesOf } from "./deploy/deploy-config.ts";
import { runWrangler } from "./deploy/run-wrangler.ts";
import { definedIn } from "./local/dev-vars.ts";
import { inProject } from "./local/project.ts";
import { ensureWebApp } from "./local/web-app.ts";

// npm run deploy: makes what is missing at Cloudflare (the D1 database, the queues, the R2 bucket), migrates the database and deploys the Worker with the web
// app, its settings and its secrets in one version. What it needs comes from the environment; docs/deploy.md lists it.

/** Beside wrangler.toml, because the paths in it are relative to its place. Removed at the end. */
const configFile = inProject("wrangler.deploy.json");
const secretsFile = inProject("dist", "deploy-secrets.json");

const print = (line: string) => console.log(line);

try {
  const config = deployableConfig(experimental_readRawConfig({ config: inProject("wrangler.toml") }).rawConfig);
  requireLogIn();
  const devVarsFile = inProject(".dev.vars");
  const decision = decideDeploy({
    environment: process.env,
    vars: config.vars,
    devVars: existsSync(devVarsFile) ? definedIn(readFileSync(devVarsFile, "utf8")) : {},
    deployedSecrets: deployedSecrets(config.name),
    now: new Date(),
  });
  if (!decision.ok) throw new Error(`Not deployed:\n${decision.problems.map((problem) => `  - ${problem}`).join("\n")}`);
  for (const note of decision.notes) print(`Note: ${note}`);

  ensureWebApp(print);
  const [database] = config.d1_databases;
  const databaseId = ensureD1(database.database_name);
  for (const queue of queuesOf(config)) ensureQueue(queue);
  for (const { bucket_name } of config.r2_buckets) ensureBucket(bucket_name);

  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(configFile, JSON.stringify(configFor(config, databaseId, decision.vars), null, 2));
  writeFileSync(secretsFile, JSON.stringify(decision.secrets), { mode: 0o600 });
  // The migrations come first and only ever add, so the version that still runs works with the new tables too.
  runWrangler("d1", "migrations", "apply", database.database_name, "--remote", "--config", configFile);
  runWrangler("deploy", "--config", configFile, "--secrets-file", secretsFile);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(configFile, { force: true });
  rmSync(secretsFile, { force: true });
}
