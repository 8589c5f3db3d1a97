import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";
import { messageOf } from "../child.ts";
import { buildBundle, modulesRoot } from "./bundle.ts";

// Runs the Worker in workerd, with Miniflare's simulators of D1 and the queues, until the channel to the parent closes.

const vars = messageOf<Record<string, string>>(JSON.parse(process.env.BENCH_VARS ?? "{}"));
const stateFolder = process.env.BENCH_STATE ?? "";
const queue = { maxBatchSize: 50, maxBatchTimeout: 1 };

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "marquee",
    host: "127.0.0.1",
    port: 0,
    // Requests go to the Worker itself: Miniflare's own entry, which has no counterpart on the platform, more than doubles a small one.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    modulesRoot,
    modules: buildBundle(),
    compatibilityDate: "2026-10-23",
    bindings: vars,
    d1Databases: { DB: "marquee" },
    durableObjects: { SEAT_MAP: { className: "SeatMap", useSQLite: true }, RATE_LIMITER: { className: "RateLimiter", useSQLite: true } },
    queueProducers: { EVENTS: "events", EMAILS: "emails", SIMULATED_PROVIDER: "simulated-provider" },
    queueConsumers: { events: queue, emails: queue, "simulated-provider": queue },
    ratelimits: { PUBLIC_READS: { namespace_id: "1001", simple: { limit: 1e9, period: 10 } } },
    resourcePersistencePath: stateFolder,
  }),
);
process.on("disconnect", async () => {
  await miniflare.dispose();
  process.exit();
});

await miniflare.ready;
const database = await miniflare.getD1Database("DB");
const migrations = fileURLToPath(new URL("../../migrations/d1/", import.meta.url));
for (const file of readdirSync(migrations).sort()) {
  const statements = unstable_splitSqlQuery(readFileSync(join(migrations, file), "utf8"));
  await database.batch(statements.map((statement) => database.prepare(statement)));
}
const url = await miniflare.unsafeGetDirectURL();
process.send?.({ origin: url.origin });
