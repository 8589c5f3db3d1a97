import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { cpuMicroseconds } from "./measure/process-tree.ts";

// node bench/socket-owner.ts: what one tick of a room costs when it calls each member's object, and when it calls each gateway. For docs/decisions/0032.

const script = `
  import { DurableObject } from "cloudflare:workers";
  export class Listener extends DurableObject { async tick(body) { return { listening: body.length > 0 }; } }
  export class Room extends DurableObject {
    async ticks(callees, count) {
      const body = "x".repeat(600);
      const stubs = Array.from({ length: callees }, (_, n) => this.env.LISTENER.getByName("listener-" + n));
      for (let tick = 0; tick < count; tick++) await Promise.all(stubs.map((stub) => stub.tick(body)));
    }
  }
  export default {
    async fetch(request, env) {
      const query = new URL(request.url).searchParams;
      await env.ROOM.getByName("room").ticks(Number(query.get("callees")), Number(query.get("count")));
      return new Response("done");
    },
  };`;

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "probe",
    modules: true,
    script,
    compatibilityDate: "2026-10-23",
    durableObjects: { ROOM: { className: "Room", useSQLite: true }, LISTENER: { className: "Listener", useSQLite: true } },
    port: 0,
  }),
);
const url = await miniflare.ready;
const tick = async (callees: number, count: number): Promise<void> => {
  await (await fetch(`${url}?callees=${callees}&count=${count}`)).arrayBuffer();
};

console.log("| calls a tick | CPU a tick, ms | time a tick, ms |\n|---|---|---|");
for (const [callees, count] of [
  [4, 500],
  [50, 100],
  [200, 40],
  [500, 20],
] as const) {
  await tick(callees, 3);
  const [cpu, from] = [cpuMicroseconds(process.pid), performance.now()];
  await tick(callees, count);
  const [usedMs, tookMs] = [(cpuMicroseconds(process.pid) - cpu) / 1000, performance.now() - from];
  console.log(`| ${callees} | ${(usedMs / count).toFixed(2)} | ${(tookMs / count).toFixed(2)} |`);
}
await miniflare.dispose();
