import { createServer } from "node:http";
import { Server } from "socket.io";
import { messageFrom, type Said } from "./said.ts";

// A chat server on Socket.IO 4 as its documentation has it: rooms, acknowledgements, connection state recovery. Ends with the parent's channel.

const server = createServer();
const io = new Server(server, {
  connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: true },
  transports: ["websocket"],
  perMessageDeflate: false,
});
io.on("connection", (socket) => {
  const { roomId, userId } = socket.handshake.auth;
  void socket.join(roomId);
  socket.on("send", (said: Said, acknowledge: (answer: unknown) => void) => {
    const message = messageFrom(roomId, userId, said);
    io.to(roomId).emit("message", message);
    acknowledge({ id: message.id, seq: message.seq, timestamp: message.timestamp });
  });
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit());
