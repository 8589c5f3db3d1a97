import { startChild } from "../child.ts";
import { memoryBytes } from "../measure/process-tree.ts";
import type { Stage } from "../stage.ts";
import { table, verdict } from "../table.ts";
import { Conversation, type Run } from "./conversation.ts";
import { marqueeSides } from "./marquee-sides.ts";
import { percent } from "./rounds.ts";

const sockets = 5000;
const seconds = 20;
const targetMs = 250;
const rounds = 3;

/** 5,000 people at the JSON sockets of one room, where something is said every second. */
export async function startCrowd(stage: Stage): Promise<string[]> {
  const members = await startChild(new URL("./members/process.ts", import.meta.url), {});
  try {
    stage.print(`${sockets} come into one room …`);
    const conversation = await Conversation.open(members.child, marqueeSides(stage).json, sockets);
    await conversation.talk(1, 3);
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      const run = await conversation.talk(1, seconds);
      stage.print(
        `${sockets} sockets: p50 ${run.p50Ms.toFixed(0)} ms, p99 ${run.p99Ms.toFixed(0)} ms, ${run.cpuPerDelivery.toFixed(1)} µs`,
      );
      runs.push(run);
    }
    const memory = memoryBytes(stage.marquee.workerd) / 2 ** 20;
    const worst = Math.max(...runs.map(({ p99Ms }) => p99Ms));
    await conversation.close();
    return [
      `### ${sockets.toLocaleString("en")} sockets in one object`,
      "",
      ...table(
        ["", "CPU µs/delivery", "p50 ms", "p99 ms", "server", "clients"],
        runs.map((run, round) => [
          `round ${round + 1}`,
          run.cpuPerDelivery.toFixed(1),
          run.p50Ms.toFixed(0),
          run.p99Ms.toFixed(0),
          percent(run.share),
          percent(run.clientShare),
        ]),
      ),
      "",
      `- Opened in ${conversation.enterSeconds.toFixed(1)} s, ${(conversation.bytesPerSocket / 1024).toFixed(0)} KiB of memory a socket, ${memory.toFixed(0)} MiB in all. The members are one process, whose own time to read 5,000 frames is in the latency.`,
      verdict(
        worst <= targetMs,
        `${sockets.toLocaleString("en")} sockets, a message a second: p99 of every round within ${targetMs} ms, the worst ${worst.toFixed(0)} ms`,
      ),
    ];
  } finally {
    await members.stop();
  }
}
