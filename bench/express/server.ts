import express, { type Response } from "express";
import { Redis } from "ioredis";
import type { JWK } from "jose";
import pg from "pg";
import { messageOf } from "../child.ts";
import { appCredentials, userToken } from "./authenticate.ts";
import { holdSeats } from "./hold-seats.ts";
import { readMap } from "./read-map.ts";

// The alternative: the back end that most would write by hand for this, with its usual parts and nothing wasted. Ends with the parent's channel.

const setting = (name: string): string => process.env[name] ?? "";
const database = new pg.Pool({ connectionString: setting("BENCH_POSTGRES"), max: 20 });
const redis = new Redis(Number(setting("BENCH_REDIS_PORT")), "127.0.0.1");
const publicKey = messageOf<JWK>(JSON.parse(setting("BENCH_PUBLIC_KEY")));

const app = express();
app.disable("x-powered-by");
app.set("etag", false);
app.use(express.json());
app.use(appCredentials(database));
app.post(
  "/api/v1/reserve-seat",
  await userToken(publicKey, { remembered: setting("BENCH_REMEMBER_TOKENS") === "yes" }),
  holdSeats({ database, redis }),
);
app.get("/api/v1/showtimes/:id/seats", readMap({ database, redis }));
app.use((error: unknown, _request: unknown, response: Response, _next: unknown) => {
  response.status(500).json({ success: false, error: { code: "INTERNAL", message: String(error) } });
});

const server = app.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit());
