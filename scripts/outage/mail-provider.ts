import { createServer, type IncomingMessage } from "node:http";

/** A mail provider on loopback that speaks Resend's API, counts, and fails when it is told to. */
export interface MailProvider {
  url: string;
  /** `127.0.0.1:port`, as OUTBOUND_ALLOW has it. */
  host: string;
  /** What it answers from now on. */
  status: number;
  /** When it was called last, in ms. */
  calledAt: number;
  /** The recipients it was asked to write to, one for each call. */
  calls: string[];
  /** The mails that it took, by their Idempotency-Key, with how often each was taken, and for whom it is. */
  taken: Map<string, { to: string; times: number }>;
  stop(): Promise<void>;
}

/** Starts the provider on a free port. */
export async function startMailProvider(): Promise<MailProvider> {
  const taken: MailProvider["taken"] = new Map();
  const server = createServer(async (request, response) => {
    const text = await textOf(request).catch(() => null);
    // Whoever was calling has given up.
    if (text === null) return;
    const mail = JSON.parse(text);
    const key = request.headers["idempotency-key"];
    const to = String(mail.to);
    provider.calledAt = Date.now();
    provider.calls.push(to);
    const isMail =
      request.method === "POST" && typeof key === "string" && ["from", "to", "subject", "html", "text"].every((field) => mail[field]);
    const status = isMail ? provider.status : 422;
    if (status === 200) taken.set(String(key), { to, times: (taken.get(String(key))?.times ?? 0) + 1 });
    response.writeHead(status, { "content-type": "application/json" }).end('{"id":"x"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  const host = `127.0.0.1:${address.port}`;
  const provider: MailProvider = {
    url: `http://${host}/emails`,
    host,
    status: 200,
    calledAt: 0,
    calls: [],
    taken,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}
