import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_readConfig, unstable_splitSqlQuery } from "wrangler";
import { messageOf } from "../child.ts";
import { buildBundle } from "./bundle.ts";

// Runs the Worker in workerd, with Miniflare's simulators of D1 and the queues, until the channel to the parent closes.

/** What is read of wrangler.toml. */
interface Configuration {
  compatibility_date: string;
  vars: Record<string, string>;
  durable_objects: { bindings: { name: string; class_name: string }[] };
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; max_batch_size?: number; max_batch_timeout?: number }[];
  };
  ratelimits: { name: string; namespace_id: string }[];
  r2_buckets: { binding: string; bucket_name: string }[];
}

const vars = messageOf<Record<string, string>>(JSON.parse(process.env.BENCH_VARS ?? "{}"));
const stateFolder = process.env.BENCH_STATE ?? "";
const root = fileURLToPath(new URL("../../", import.meta.url));
const config = messageOf<Configuration>(unstable_readConfig({ config: join(root, "wrangler.toml") }));
const each = <Entry, Value>(entries: readonly Entry[], pair: (entry: Entry) => [name: string, value: Value]): Record<string, Value> =>
  Object.fromEntries(entries.map(pair));

const usersMax = Number(process.env.BENCH_USERS ?? 1000);
/** The users whose tokens the benchmark signs by itself, each with the session that the token names: sockets are held against it. */
const numbers = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)";
const people = [
  `INSERT INTO users (id, email, username, name, password_hash, created_at, updated_at)
   ${numbers} SELECT 'usr_bench_' || i, 'user-' || i || '@bench.test', 'bench-' || i, 'Bench', 'none', ?2, ?2 FROM n`,
  `INSERT INTO sessions (id, user_id, audience, created_at, last_used_at, expires_at)
   ${numbers} SELECT 'ses_bench_' || i, 'usr_bench_' || i, 'bench', ?2, ?2, ?2 + 86400000 FROM n`,
];

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "marquee",
    host: "127.0.0.1",
    port: 0,
    // Requests go to the Worker itself: Miniflare's own entry, which has no counterpart on the platform, more than doubles a small one.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    ...buildBundle(),
    compatibilityDate: config.compatibility_date,
    bindings: { ...config.vars, ...vars },
    d1Databases: { DB: "marquee" },
    r2Buckets: each(config.r2_buckets, ({ binding, bucket_name }) => [binding, bucket_name]),
    durableObjects: each(config.durable_objects.bindings, ({ name, class_name }) => [name, { className: class_name, useSQLite: true }]),
    queueProducers: each(config.queues.producers, ({ binding, queue }) => [binding, queue]),
    queueConsumers: each(config.queues.consumers, ({ queue, max_batch_size = 10, max_batch_timeout = 1 }) => [
      queue,
      { maxBatchSize: max_batch_size, maxBatchTimeout: max_batch_timeout },
    ]),
    ratelimits: each(config.ratelimits, ({ name, namespace_id }) => [name, { namespace_id, simple: { limit: 1e9, period: 10 } }]),
    resourcePersistencePath: stateFolder,
  }),
);
process.on("disconnect", async () => {
  await miniflare.dispose();
  process.exit();
});

await miniflare.ready;
const database = await miniflare.getD1Database("DB");
const migrations = join(root, "migrations", "d1");
for (const file of readdirSync(migrations).sort()) {
  const statements = unstable_splitSqlQuery(readFileSync(join(migrations, file), "utf8"));
  await database.batch(statements.map((statement) => database.prepare(statement)));
}
await database.batch(people.map((statement) => database.prepare(statement).bind(usersMax, Date.now())));
const url = await miniflare.unsafeGetDirectURL();
process.send?.({ origin: url.origin });
