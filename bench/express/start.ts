import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { messageOf, startChild } from "../child.ts";
import type { Secrets } from "../marquee/secrets.ts";
import { debianServers } from "./debian.ts";
import { startPostgres, startRedis } from "./servers.ts";

export interface Backend {
  origin: string;
  pid: number;
}

export interface ExpressSide {
  headers: Record<string, string>;
  /** As written by hand: every request's token is verified. */
  plain: Backend;
  /** The same with a cache of verified tokens. */
  remembering: Backend;
  redis: number;
  postgres: number;
  newShow: (seatCount: number) => { showtimeId: string; seatIds: string[] };
  /** The ids of so many new products, each with that many pieces. */
  newProducts: (count: number, stock: number) => string[];
  /** A server that sells this show through a waiting room. */
  onSale: (settings: { showtimeId: string; admitPerSecond: number; opensAt: number; holdSeconds: number }) => Promise<Backend>;
  /** The rows that a query answers, each as its columns separated by tabs. */
  select: (sql: string) => string[];
  stop: () => Promise<void>;
}

/** Starts Redis, PostgreSQL, and two Express servers that share them. `appId`: the audience of the users' tokens. */
export async function startExpress(
  { secrets, appId, folder }: { secrets: Secrets; appId: string; folder: string },
  print: (line: string) => void,
): Promise<ExpressSide> {
  const { redisServer, postgresFolder } = debianServers(print);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const redis = await startRedis(redisServer);
    stops.push(redis.stop);
    const postgres = await startPostgres(postgresFolder, folder);
    stops.push(postgres.stop);
    const apiKey = "bench-key";
    const hash = createHash("sha256").update(apiKey).digest("base64url");
    postgres.psql(readFileSync(new URL("./schema.sql", import.meta.url), "utf8"));
    postgres.psql(`INSERT INTO api_keys VALUES ('${hash}', '${appId}')`);

    const env = {
      NODE_ENV: "production",
      BENCH_POSTGRES: postgres.url,
      BENCH_REDIS_PORT: String(redis.port),
      BENCH_PUBLIC_KEY: JSON.stringify(secrets.publicKey),
    };
    const backend = async (rememberTokens: "yes" | "no", further: Record<string, string> = {}): Promise<Backend> => {
      const { child, hello, stop } = await startChild(new URL("./server.ts", import.meta.url), {
        ...env,
        ...further,
        BENCH_REMEMBER_TOKENS: rememberTokens,
      });
      stops.push(stop);
      return { origin: `http://127.0.0.1:${messageOf<AddressInfo>(hello).port}`, pid: child.pid ?? 0 };
    };
    const [plain, remembering] = [await backend("no"), await backend("yes")];
    let shows = 0;
    const newShow = (seatCount: number) => {
      // As long as the platform's ids, so that neither side has less to parse.
      const showtimeId = `sho_${String(++shows).padStart(26, "0")}`;
      postgres.psql(insertSeats(showtimeId, seatCount));
      return { showtimeId, seatIds: Array.from({ length: seatCount }, (_, index) => `sea_${showtimeId.slice(4)}_${index}`) };
    };
    let products = 0;
    const newProducts = (count: number, stock: number) => {
      const ids = Array.from({ length: count }, () => `prd_${String(++products).padStart(26, "0")}`);
      postgres.psql(
        `INSERT INTO products SELECT unnest(ARRAY[${ids.map((id) => `'${id}'`).join()}]), 'Popcorn, large', 650, ${stock}; ANALYZE products;`,
      );
      return ids;
    };
    return {
      headers: { "x-app-id": appId, "x-api-key": apiKey },
      plain,
      remembering,
      redis: redis.pid,
      postgres: postgres.pid,
      newShow,
      newProducts,
      onSale: (settings) => backend("yes", { BENCH_ON_SALE: JSON.stringify(settings) }),
      select: postgres.select,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const insertSeats = (showtimeId: string, seatCount: number): string => `
  INSERT INTO seats (id, showtime_id, idx, seat_number, section, row, tier, price, x, y)
  SELECT 'sea_${showtimeId.slice(4)}_' || i, '${showtimeId}', i, (i % 50 + 1)::text, 'Stalls', 'R' || (i / 50 + 1), 'Standard', 4500, i % 50, i / 50
  FROM generate_series(0, ${seatCount - 1}) AS i;
  ANALYZE seats;`;
