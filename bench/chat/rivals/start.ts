import type { AddressInfo } from "node:net";
import { messageOf, startChild } from "../../child.ts";
import type { Seat } from "../dialect.ts";
import type { Side } from "../sides.ts";
import { startRabbitMq } from "./rabbitmq.ts";

export interface Rivals {
  socketIo: Side;
  ws: Side;
  /** Why there is none, in words, where RabbitMQ does not start. */
  rabbitMq: Side | string;
  stop: () => Promise<void>;
}

/** Starts what the platform's chat is compared with, each on loopback and a process of its own. */
export async function startRivals(folder: string, print: (line: string) => void): Promise<Rivals> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each().catch(console.error);
  };
  const node = async (file: string) => {
    const { child, hello, stop } = await startChild(new URL(file, import.meta.url), { NODE_ENV: "production" });
    stops.push(stop);
    return { origin: `ws://127.0.0.1:${messageOf<AddressInfo>(hello).port}`, pid: child.pid ?? 0 };
  };
  try {
    const socketIo = await node("./socket-io-server.ts");
    const ws = await node("./ws-server.ts");
    const rabbitMq = await startRabbitMq(folder, print).catch((error: unknown) => String(error));
    if (typeof rabbitMq !== "string") stops.push(rabbitMq.stop);
    return {
      socketIo: {
        name: "Socket.IO 4",
        dialect: "socket.io",
        processes: { node: socketIo.pid },
        newRoom: async (members) => seatsOf(members, () => ({ url: `${socketIo.origin}/socket.io/?EIO=4&transport=websocket` })),
      },
      ws: {
        name: "plain ws",
        dialect: "room",
        processes: { node: ws.pid },
        newRoom: async (members) => seatsOf(members, ({ roomId, userId }) => ({ url: `${ws.origin}/?room=${roomId}&user=${userId}` })),
      },
      rabbitMq:
        typeof rabbitMq === "string"
          ? rabbitMq
          : {
              name: "RabbitMQ, STOMP",
              dialect: "stomp",
              processes: { beam: rabbitMq.pid },
              newRoom: async (members) =>
                seatsOf(members, ({ roomId }) => ({
                  url: rabbitMq.url,
                  connect: { login: "guest", passcode: "guest" },
                  sendsTo: `/topic/chatroom.${roomId}`,
                  wholeMessage: true,
                })),
            },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

let rooms = 0;

/** Whoever comes is believed: keys, tokens and membership are checked by nobody but us. */
function seatsOf(members: number, seat: (named: { roomId: string; userId: string }) => Partial<Seat> & { url: string }): { seats: Seat[] } {
  // As long as the platform's ids, so that every side carries as many bytes.
  const roomId = `room_${String(++rooms).padStart(26, "0")}`;
  const one = (_: unknown, place: number): Seat => {
    const userId = `usr_bench_${place}`;
    return { headers: {}, userId, roomId, ...seat({ roomId, userId }) };
  };
  return { seats: Array.from({ length: members }, one) };
}
