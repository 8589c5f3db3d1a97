import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { messageOf, nextMessage } from "../child.ts";
import { memoryBytes, scheduledMicroseconds } from "../measure/process-tree.ts";
import { percentile } from "../measure/statistics.ts";
import type { EnterResult, MembersJob, TalkResult } from "./job.ts";
import type { Side } from "./sides.ts";

/** One run of a room: what it cost, and how long people waited. */
export interface Run {
  /** Microseconds of the server's processor time, for each message at each member. */
  cpuPerDelivery: number;
  cpuPerMessage: number;
  /** Processor time as a share of one core, while the room talked. */
  share: number;
  clientShare: number;
  p50Ms: number;
  p99Ms: number;
  ackP50Ms: number;
  ackP99Ms: number;
  deliveriesPerSecond: number;
  framesPerDelivery: number;
}

/** What is put off until after the last delivery counts too: this long. */
const afterwardsMs = 1500;

/** A room at one side with its members in it. */
export class Conversation {
  /** Memory of the server for each socket, in bytes: what it has more of when all of them are open. */
  readonly bytesPerSocket: number;
  readonly enterSeconds: number;
  readonly side: Side;
  readonly members: number;
  readonly #process: ChildProcess;
  readonly #room: string;

  private constructor(
    process: ChildProcess,
    side: Side,
    entered: { room: string; members: number; bytesPerSocket: number; seconds: number },
  ) {
    this.#process = process;
    this.side = side;
    this.#room = entered.room;
    this.members = entered.members;
    this.bytesPerSocket = entered.bytesPerSocket;
    this.enterSeconds = entered.seconds;
  }

  /** Makes the room and lets everybody in. */
  static async open(process: ChildProcess, side: Side, members: number): Promise<Conversation> {
    const { seats } = await side.newRoom(members);
    const room = `${side.name} ${seats[0]?.roomId}`;
    await wait(afterwardsMs);
    const before = memory(side);
    const { seconds } = await ask<EnterResult>(process, { kind: "enter", room, dialect: side.dialect, seats });
    await wait(afterwardsMs);
    return new Conversation(process, side, { room, members, seconds, bytesPerSocket: (memory(side) - before) / members });
  }

  /** Throws if anything was refused, lost or came twice: such a run says nothing. */
  async talk(perSecond: number, seconds: number): Promise<Run> {
    const before = cpu(this.side);
    const result = await ask<TalkResult>(this.#process, { kind: "talk", room: this.#room, perSecond, seconds });
    const { messages, deliveries, missing, twice, acked, refusal } = result;
    await wait(afterwardsMs);
    const used = cpu(this.side) - before;
    if (refusal !== null || missing > 0 || twice > 0 || acked < messages) {
      const what = `${missing} of ${messages * this.members} deliveries missing, ${twice} twice, ${messages - acked} not acknowledged`;
      throw new Error(`${this.side.name} with ${this.members} at ${perSecond}/s: ${what}${refusal === null ? "" : `: ${refusal}`}`);
    }
    const latencies = result.latencies.sort();
    const ackLatencies = result.ackLatencies.sort();
    return {
      cpuPerDelivery: used / deliveries,
      cpuPerMessage: used / messages,
      share: used / 1e6 / (result.seconds + afterwardsMs / 1000),
      clientShare: result.clientShare,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      ackP50Ms: percentile(ackLatencies, 0.5),
      ackP99Ms: percentile(ackLatencies, 0.99),
      deliveriesPerSecond: deliveries / result.seconds,
      framesPerDelivery: result.frames / deliveries,
    };
  }

  /** Processor time while nobody says anything but that they are alive, in milliseconds a second. */
  readonly idle = async (seconds: number): Promise<number> => {
    const before = cpu(this.side);
    await wait(seconds * 1000);
    return (cpu(this.side) - before) / 1000 / seconds;
  };

  async close(): Promise<void> {
    await ask(this.#process, { kind: "leave", room: this.#room });
  }
}

async function ask<Result>(process: ChildProcess, job: MembersJob): Promise<Result> {
  process.send(job);
  const result = messageOf<Result | { error: string }>(await nextMessage(process));
  if (typeof result === "object" && result !== null && "error" in result) throw new Error(result.error);
  return result as Result;
}

const cpu = ({ processes }: Side): number => Object.values(processes).reduce((sum, pid) => sum + scheduledMicroseconds(pid), 0);
const memory = ({ processes }: Side): number => Object.values(processes).reduce((sum, pid) => sum + memoryBytes(pid), 0);
