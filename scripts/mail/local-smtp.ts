import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { misbehaviourOf } from "./misbehaviour.ts";
import { selfSigned } from "./self-signed.ts";
import { slowBye } from "./slow-bye.ts";
import { type LocalSmtp, smtpUser, type TakenMail } from "./where.ts";

/** Starts them all on free ports, those with TLS under this certificate. */
export async function startLocalSmtp({ key, cert }: { key: string; cert: string }): Promise<LocalSmtp & { stop(): Promise<void> }> {
  const taken: TakenMail[] = [];
  const open: (() => Promise<void>)[] = [];
  const smtp = (options: SMTPServerOptions) => listening(open, smtpServer(taken, options).server, "localhost");
  const raw = (greet: (socket: Socket) => void) =>
    listening(
      open,
      createServer((socket) => greet(socket.on("error", () => {}))),
      "127.0.0.1",
    );
  const book = createHttpServer((request, response) => {
    const to = new URL(request.url ?? "/", "http://localhost").searchParams.get("to");
    response.setHeader("content-type", "application/json").end(JSON.stringify(taken.filter((mail) => mail.to === to)));
  });
  const [plain, startTls, secure, untrusted, silent, rude, busy, slow, books] = await Promise.all([
    smtp({ disabledCommands: ["STARTTLS", "AUTH"], authOptional: true }),
    smtp({ key, cert }),
    smtp({ key, cert, secure: true }),
    smtp({ ...selfSigned(new Date()), secure: true }),
    raw(() => {}),
    raw((socket) => socket.end()),
    raw((socket) => socket.end("421 4.3.2 too many are here\r\n")),
    raw((socket) => slowBye(socket, taken)),
    listening(open, book, "127.0.0.1"),
  ]);
  const stop = async () => {
    await Promise.all(open.map((close) => close()));
  };
  return { plain, startTls, secure, untrusted, silent, rude, busy, slow, takenUrl: `http://${books}/`, stop };
}

function smtpServer(taken: TakenMail[], options: SMTPServerOptions): SMTPServer {
  const seen = new Set<string>();
  const server: SMTPServer = new SMTPServer({
    logger: false,
    hideSTARTTLS: false,
    onAuth: ({ username, password }, _session, done) =>
      username === smtpUser.username && password === smtpUser.password ? done(null, { user: username }) : done(new Error("nobody")),
    onRcptTo: ({ address }, _session, done) => done(misbehaviourOf(address, "rcpt", seen)?.error),
    onData: (stream, { envelope, id }, done) => {
      const [{ address: to } = { address: "" }] = envelope.rcptTo;
      const from = envelope.mailFrom === false ? "" : (envelope.mailFrom?.address ?? "");
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const odd = misbehaviourOf(to, "data", seen);
        const hangUp = () => [...server.connections].find((each) => each.id === id)?._socket.destroy();
        if (odd === null || odd.takes) taken.push({ from, to, raw: Buffer.concat(chunks).toString("utf8"), session: id });
        if (odd?.ending === "hangs-up") hangUp();
        else if (odd?.ending !== "stalls") done(odd?.error);
      });
    },
    ...options,
  });
  server.on("error", () => {});
  return server;
}

async function listening(open: (() => Promise<void>)[], server: Server, host: "localhost" | "127.0.0.1"): Promise<string> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket.on("close", () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  return `${host}:${address.port}`;
}
