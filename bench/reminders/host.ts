import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Miniflare } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";
import { hostWorker } from "../worker-host.ts";
import { peopleAndBookings } from "./people.ts";

// The reminders' Worker. With BENCH_PEOPLE it first makes so many.

const people = Number(process.env.BENCH_PEOPLE ?? 0);

async function makePeople(miniflare: Miniflare): Promise<void> {
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

await hostWorker({
  name: "bench-reminders",
  folder: fileURLToPath(new URL("./", import.meta.url)),
  options: {
    bindings: { LOG_LEVEL: "warn", PUBLIC_URL: "https://tickets.bench.test" },
    d1Databases: { DB: "reminders" },
    queueProducers: { JOBS: "jobs", EMAILS: "emails" },
    queueConsumers: { jobs: { maxBatchSize: 1, maxBatchTimeout: 0 }, emails: { maxBatchSize: 100, maxBatchTimeout: 1 } },
    resourcePersistencePath: process.env.BENCH_STATE ?? "",
  },
  ...(people > 0 && { prepare: makePeople }),
});
