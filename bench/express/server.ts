import express, { type Response } from "express";
import { Redis } from "ioredis";
import type { JWK } from "jose";
import pg from "pg";
import { messageOf } from "../child.ts";
import { addToCart } from "./add-to-cart.ts";
import { appCredentials, tokenVerifier, userToken } from "./authenticate.ts";
import { checkOut } from "./check-out.ts";
import { holdSeats } from "./hold-seats.ts";
import { confirm, endLapsed, holdBest, pay } from "./order.ts";
import { readMap } from "./read-map.ts";
import { type SeatsLeft, WaitingRoom } from "./waiting-room.ts";

// The alternative: the back end that most would write by hand for this, with its usual parts and nothing wasted. Ends with the parent's channel.

const setting = (name: string): string => process.env[name] ?? "";
const database = new pg.Pool({ connectionString: setting("BENCH_POSTGRES"), max: 20 });
const redis = new Redis(Number(setting("BENCH_REDIS_PORT")), "127.0.0.1");
const publicKey = messageOf<JWK>(JSON.parse(setting("BENCH_PUBLIC_KEY")));

const signedIn = await userToken(publicKey, { remembered: setting("BENCH_REMEMBER_TOKENS") === "yes" });
const verify = await tokenVerifier(publicKey);

const app = express();
app.disable("x-powered-by");
app.set("etag", false);
app.use(express.json());
app.use(appCredentials(database));
const onSale = messageOf<OnSale | null>(JSON.parse(setting("BENCH_ON_SALE") || "null"));
const room = onSale && new WaitingRoom(redis, verify, seatsLeft);
if (room === null || onSale === null) app.post("/api/v1/reserve-seat", signedIn, holdSeats({ database, redis }));
else {
  room.open(onSale);
  app.post("/api/v1/reserve-seat", signedIn, holdBest(database, room, onSale.holdSeconds));
  app.post("/api/v1/payments/process", signedIn, pay(database));
  app.post("/api/v1/confirm-booking", signedIn, confirm(database));
  setInterval(() => void endLapsed(database).catch(console.error), 1000);
}
app.post("/api/v1/cart/items", signedIn, addToCart(database));
app.post("/api/v1/checkout", signedIn, checkOut(database));
app.get("/api/v1/showtimes/:id/seats", readMap({ database, redis }));
app.use((error: unknown, _request: unknown, response: Response, _next: unknown) => {
  response.status(500).json({ success: false, error: { code: "INTERNAL", message: String(error) } });
});

const server = app.listen(0, "127.0.0.1", () => process.send?.(server.address()));
room?.attach(server);
process.on("disconnect", () => process.exit());

interface OnSale {
  showtimeId: string;
  admitPerSecond: number;
  opensAt: number;
  holdSeconds: number;
}

async function seatsLeft(): Promise<SeatsLeft> {
  const text = "SELECT status FROM seats WHERE showtime_id = $1 AND status <> 'BOOKED' ORDER BY status LIMIT 1";
  const { rows } = await database.query<{ status: string }>({ name: "seats left", text, values: [onSale?.showtimeId] });
  if (rows[0] === undefined) return "none";
  return rows[0].status === "AVAILABLE" ? "free" : "held";
}
