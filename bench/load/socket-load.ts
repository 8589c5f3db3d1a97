import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import type { LoadResult, SocketJob } from "./job.ts";
import { Tally } from "./tally.ts";

/** Keeps `inFlight` holds unanswered on each socket, or sends them at their times. Connecting is not part of the measured time. */
export async function runSocketLoad(job: SocketJob): Promise<LoadResult> {
  const sockets = await Promise.all(job.tokens.map((token) => connect(job, token)));
  if (job.perSecond !== undefined) return runPaced(job, sockets, job.perSecond);
  const tally = new Tally(job.secondsMax);
  let sent = 0;

  const keepHolding = (socket: WebSocket): Promise<void> =>
    new Promise((done) => {
      const sentAt = new Map<string, number>();
      const send = (): void => {
        const turn = sent++;
        const seatId = job.seatIds[turn];
        if (seatId === undefined || tally.isOver) {
          if (sentAt.size === 0) done();
          return;
        }
        sentAt.set(String(turn), performance.now());
        socket.send(`{"type":"hold","ref":"${turn}","seatId":"${seatId}"}`);
      };
      socket.on("message", (data) => {
        const text = data.toString();
        const answer = answerIn(text);
        if (answer === null) return;
        const askedAt = sentAt.get(answer.ref);
        sentAt.delete(answer.ref);
        if (answer.held && askedAt !== undefined) tally.answered(askedAt);
        else tally.failed(text);
        send();
      });
      socket.on("close", (code, reason) => {
        if (sentAt.size > 0) tally.failed(`socket closed with ${code} ${reason.toString()}`);
        done();
      });
      for (let flight = 0; flight < job.inFlight; flight++) send();
    });

  await Promise.all(sockets.map(keepHolding));
  const result = tally.result();
  for (const socket of sockets) socket.close();
  return result;
}

/** Sends each hold at its time and measures from that time, so that a hold that waits for others counts with its waiting. */
async function runPaced(job: SocketJob, sockets: readonly WebSocket[], perSecond: number): Promise<LoadResult> {
  const tally = new Tally(job.secondsMax);
  const startedAt = performance.now();
  const dueAt = (turn: number) => startedAt + (turn / perSecond) * 1000;
  let answered = 0;
  const allAnswered = new Promise<void>((done) => {
    for (const socket of sockets) {
      socket.on("message", (data) => {
        const text = data.toString();
        const answer = answerIn(text);
        if (answer === null) return;
        if (answer.held) tally.answered(dueAt(Number(answer.ref)));
        else tally.failed(text);
        if (++answered === job.seatIds.length) done();
      });
      socket.on("close", (code) => tally.failed(`socket closed with ${code}`));
    }
  });
  for (let turn = 0; turn < job.seatIds.length; ) {
    const due = Math.min(job.seatIds.length, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    for (; turn < due; turn++) sockets[turn % sockets.length]?.send(`{"type":"hold","ref":"${turn}","seatId":"${job.seatIds[turn]}"}`);
    await wait(1);
  }
  await Promise.race([allAnswered, wait(job.secondsMax * 1000)]);
  const result = tally.result();
  for (const socket of sockets) socket.close();
  return result;
}

/** The hold that a frame answers, or null for a delta. Read without parsing: the client's own processor time is taken from the server. */
function answerIn(text: string): { ref: string; held: boolean } | null {
  const [, type, ref] = /^\{"type":"(held|error)","ref":"(\d+)"/.exec(text) ?? [];
  return ref === undefined ? null : { ref, held: type === "held" };
}

function connect(job: SocketJob, token: string): Promise<WebSocket> {
  const socket = new WebSocket(job.url, { headers: { ...job.headers, authorization: `Bearer ${token}` }, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve(socket));
    socket.on("error", reject);
  });
}
