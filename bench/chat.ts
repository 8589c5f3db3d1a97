import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCrowd } from "./chat/crowd.ts";
import { readHistory } from "./chat/history.ts";
import { marqueeSides } from "./chat/marquee-sides.ts";
import { startRivals } from "./chat/rivals/start.ts";
import { talkInTurns } from "./chat/rounds.ts";
import { chatTables } from "./chat/tables.ts";
import { startChild } from "./child.ts";
import type { Report, Stage } from "./stage.ts";

const parts: Record<string, (stage: Stage) => Promise<string[]>> = { rooms, crowd: startCrowd, history: readHistory };

/**
 * What a message costs at each of those who hear it, here and at what people would otherwise take for a chat; how long they wait for it; a room with
 * 5,000 sockets; and a long history. BENCH_CHAT=rooms,crowd,history measures some of these.
 */
export async function benchChat(stage: Stage): Promise<Report> {
  const chosen = process.env.BENCH_CHAT?.split(",");
  const lines: string[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (chosen !== undefined && !chosen.includes(name)) continue;
    lines.push("", ...(await measure(stage).catch((error: unknown) => [failed(name, error)])));
  }
  return { title: "Chat", lines: lines.slice(1) };
}

function failed(name: string, error: unknown): string {
  process.exitCode = 1;
  return `- **Failed**: ${name}: ${error instanceof Error ? error.message : String(error)}`;
}

async function rooms(stage: Stage): Promise<string[]> {
  const { print } = stage;
  const folder = mkdtempSync(join(tmpdir(), "marquee-chat-"));
  print("Starting Socket.IO, ws and RabbitMQ …");
  const rivals = await startRivals(folder, print);
  const members = await startChild(new URL("./chat/members/process.ts", import.meta.url), {});
  // Whoever interrupts the bench must not leave a broker behind.
  const stop = () => void rivals.stop();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
  try {
    const { json, stomp } = marqueeSides(stage);
    const { socketIo, ws, rabbitMq } = rivals;
    const missing = typeof rabbitMq === "string" ? [`- **RabbitMQ is not compared**: ${rabbitMq}`, ""] : [];
    const sides = [json, stomp, socketIo, ws, ...(typeof rabbitMq === "string" ? [] : [rabbitMq])];
    for (const line of missing) print(line);
    return [...missing, ...chatTables(await talkInTurns(members.child, sides, print))];
  } finally {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, stop);
    await members.stop();
    await rivals.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
