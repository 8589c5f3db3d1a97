import { Hono } from "hono";

const app = new Hono();

app.get("/api/v1/auth/verify", (c) => c.json({ success: true, data: { userId: "usr_bench_0", role: "USER" } }));

export default app;
