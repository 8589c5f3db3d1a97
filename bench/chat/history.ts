import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { limits } from "../../contracts/limits.ts";
import type { HttpJob } from "../load/job.ts";
import type { Subject } from "../measure/meter.ts";
import { cpuMicroseconds } from "../measure/process-tree.ts";
import { measureInTurns, ratio } from "../measure/rounds.ts";
import type { Stage } from "../stage.ts";
import { seriesTable, times, verdict } from "../table.ts";
import { asUser, openRoom } from "./marquee-sides.ts";

const messages = 100_000;
const pageItems = 10;
const targetTimes = 1.2;
const readingSeconds = 4;
const archivedSecondsMax = 120;
/** So little in a second is no work on the archive. */
const quietMicroseconds = 20_000;
/** What everybody may say at once, and nobody waits for more. */
const people = messages / limits.messagesBurst;

interface Page {
  data: { id: string; seq: number }[];
}

/** A room with 100,000 messages, read from its end and from its beginning in pages of ten. */
export async function readHistory(stage: Stage): Promise<string[]> {
  const { marquee, secrets, load, print } = stage;
  const { boxOffice, workerd } = marquee;
  const tokens = await secrets.userTokens(boxOffice.appId, people);
  const roomId = await openRoom(boxOffice, tokens);
  const startedAt = performance.now();
  for (const token of tokens) await say(stage, roomId, token);
  const filledSeconds = (performance.now() - startedAt) / 1000;
  const page = (query: string) =>
    asUser<Page>(boxOffice, tokens[0] ?? "", "GET", `/messages?chatRoomId=${roomId}&limit=${pageItems}${query}`);
  const head = (await page("&type=OLDER")).data.at(-1)?.seq ?? 0;
  if (head < messages) throw new Error(`the room has ${head} messages, not ${messages}`);
  // The ten before this one are page 10,000, counted from the end.
  const anchor = (await page("&type=NEWER")).data.at(-1)?.id ?? "";
  const last = await page(`&type=OLDER&messageId=${anchor}`);
  if (last.data[0]?.seq !== 1) throw new Error("the last page does not begin with the first message");
  print(`${head} messages in ${filledSeconds.toFixed(0)} s; waiting for the archive …`);
  await untilQuiet(workerd);

  const subject = (name: string, query: string): Subject => ({
    name,
    processes: { workerd },
    job: (): HttpJob => ({
      kind: "http",
      origin: boxOffice.origin,
      method: "GET",
      paths: [`/api/v1/messages?chatRoomId=${roomId}&limit=${pageItems}&type=OLDER${query}`],
      headers: boxOffice.headers,
      tokens,
      bodies: null,
      connections: 1,
      pauseMs: 0,
      secondsMax: readingSeconds,
    }),
  });
  const [first, far] = await measureInTurns(load, [subject("Page 1", ""), subject("Page 10,000", `&messageId=${anchor}`)], print);
  if (first === undefined || far === undefined) throw new Error("nothing was measured");
  const [cpu, p50] = [ratio(far, first, ({ cpuTotal }) => cpuTotal), ratio(far, first, ({ p50Ms }) => p50Ms)];
  return [
    `### A history of ${messages.toLocaleString("en")} messages, in pages of ${pageItems}`,
    "",
    ...seriesTable([first, far], "page"),
    "",
    `- Filled over sockets with ${(messages / filledSeconds).toFixed(0)} messages a second, all on disk before they were acknowledged; read when all of them were in the archive, too.`,
    verdict(
      cpu.median <= targetTimes && p50.median <= targetTimes,
      `page 10,000 costs at most ${targetTimes} times page 1: CPU ${times(cpu)}, p50 ${times(p50)}`,
    ),
  ];
}

/** Waits until a process has nothing to do any more. */
async function untilQuiet(pid: number): Promise<void> {
  for (let second = 0; second < archivedSecondsMax; second++) {
    const before = cpuMicroseconds(pid);
    await wait(1000);
    if (cpuMicroseconds(pid) - before < quietMicroseconds) return;
  }
}

/** One member says all that they may say at once, and leaves when it is acknowledged. */
function say({ marquee: { boxOffice } }: Stage, roomId: string, token: string): Promise<void> {
  const url = `${boxOffice.origin.replace("http", "ws")}/api/v1/chat/chat-rooms/${roomId}/ws`;
  const socket = new WebSocket(url, {
    headers: { ...boxOffice.socketHeaders, authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  let acknowledged = 0;
  return new Promise((done, fails) => {
    socket.on("open", () => {
      for (let turn = 0; turn < limits.messagesBurst; turn++) {
        socket.send(`{"type":"send","content":"line ${turn} of what somebody had to say that night","clientId":"${turn}"}`);
      }
    });
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.includes('"type":"error"')) return fails(new Error(text.slice(0, 300)));
      acknowledged += text.split('"type":"ack"').length - 1;
      if (acknowledged === limits.messagesBurst) socket.close();
    });
    socket.on("error", fails);
    socket.on("close", (code) => (acknowledged === limits.messagesBurst ? done() : fails(new Error(`a socket closed with ${code}`))));
  });
}
