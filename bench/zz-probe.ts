import { mkdtempSync, rmSync, chmodSync } from "node:fs";
import { Secrets } from "/work/main/bench/marquee/secrets.ts";
import { startMarquee } from "/work/main/bench/marquee/start.ts";
const folder = mkdtempSync("/tmp/h7-probe-");
const secrets = new Secrets();
const m = await startMarquee(secrets, folder, 1000);
const { boxOffice } = m;
const tokens = await secrets.userTokens(boxOffice.appId, 200);
const ids = await boxOffice.newProducts(20, 1000000);
const times: Record<string, number[]> = {};
const counts: Record<string, number> = {};
async function post(what: string, token: string, path: string, body: unknown) {
  const at = performance.now();
  const r = await fetch(boxOffice.origin + path, { method: "POST", headers: { ...boxOffice.headers, "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  const text = await r.text();
  const key = `${what} ${r.status}`;
  counts[key] = (counts[key] ?? 0) + 1;
  (times[key] ??= []).push(performance.now() - at);
  if (r.status >= 400 && counts[key] < 3) console.log(text.slice(0, 300), r.headers.get("retry-after"));
}
const clients = Number(process.argv[2] ?? 8);
const until = performance.now() + 8000;
await Promise.all(Array.from({ length: clients }, async (_, c) => {
  for (let u = c; performance.now() < until; u = (u + clients) % 200) {
    const t = tokens[u]!;
    await post("cart", t, "/api/v1/cart/items", { productId: ids[u % 20], quantity: 1 });
    await post("cart", t, "/api/v1/cart/items", { productId: ids[(u + 1) % 20], quantity: 1 });
    await post("checkout", t, "/api/v1/checkout", { paymentMethod: { method: "card", token: "tok_ok" }, shippingAddress: { name: "A", line1: "B", postalCode: "1", city: "V", country: "AT" } });
  }
}));
for (const [k, v] of Object.entries(times)) { v.sort((a, b) => a - b); console.log(k, v.length, "p50", v[v.length >> 1]!.toFixed(1), "p95", v[Math.floor(v.length * .95)]!.toFixed(1)); }
await m.stop();
rmSync(folder, { recursive: true });
process.exit();
