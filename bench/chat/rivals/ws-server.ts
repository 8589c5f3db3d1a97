import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { messageFrom, saidIn } from "./said.ts";

// A chat server on the bare `ws` package: a set of sockets a room, and a loop over it. Ends with the parent's channel.

const rooms = new Map<string, Set<WebSocket>>();
const sockets = new WebSocketServer({ noServer: true });
const server = createServer();
server.on("upgrade", (request, socket, head) => {
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const [roomId, userId] = [searchParams.get("room") ?? "", searchParams.get("user") ?? ""];
  sockets.handleUpgrade(request, socket, head, (member) => enter(roomId, userId, member));
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit());

function enter(roomId: string, userId: string, member: WebSocket): void {
  const room = rooms.get(roomId) ?? new Set();
  rooms.set(roomId, room.add(member));
  member.on("close", () => room.delete(member));
  member.on("message", (data) => {
    const text = data.toString();
    if (text === "ping") return member.send("pong");
    const message = messageFrom(roomId, userId, saidIn(text));
    const frame = Buffer.from(JSON.stringify({ type: "message", message }));
    for (const each of room) each.send(frame, { binary: false });
    member.send(
      JSON.stringify({ type: "ack", clientId: message.clientId, id: message.id, seq: message.seq, timestamp: message.timestamp }),
    );
  });
  member.send('{"type":"presence","items":[]}');
}
