import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";
import { bundleWorker } from "../bundle-worker.ts";
import { peopleAndBookings } from "./people.ts";

// Runs the reminders' Worker in workerd, its state on disk, until the channel to the parent closes. With BENCH_PEOPLE it first makes so many.

const people = Number(process.env.BENCH_PEOPLE ?? 0);
const { modules, modulesRoot } = bundleWorker({
  cwd: fileURLToPath(new URL("./", import.meta.url)),
  outDir: fileURLToPath(new URL("../../dist/bench-reminders", import.meta.url)),
});

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "bench-reminders",
    host: "127.0.0.1",
    port: 0,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    modulesRoot,
    modules,
    compatibilityDate: "2026-10-23",
    bindings: { LOG_LEVEL: "warn", PUBLIC_URL: "https://tickets.bench.test" },
    d1Databases: { DB: "reminders" },
    queueProducers: { JOBS: "jobs", EMAILS: "emails" },
    queueConsumers: { jobs: { maxBatchSize: 1, maxBatchTimeout: 0 }, emails: { maxBatchSize: 100, maxBatchTimeout: 1 } },
    resourcePersistencePath: process.env.BENCH_STATE ?? "",
  }),
);
process.on("disconnect", async () => {
  await miniflare.dispose();
  process.exit();
});
await miniflare.ready;
if (people > 0) {
  const database = await miniflare.getD1Database("DB");
  const migrations = fileURLToPath(new URL("../../migrations/d1/", import.meta.url));
  for (const file of readdirSync(migrations).sort()) {
    const statements = unstable_splitSqlQuery(readFileSync(join(migrations, file), "utf8"));
    await database.batch(statements.map((statement) => database.prepare(statement)));
  }
  for (const [sql, values] of peopleAndBookings(people)) {
    await database
      .prepare(sql)
      .bind(...values)
      .run();
  }
}
const url = await miniflare.unsafeGetDirectURL();
process.send?.({ origin: url.origin });
