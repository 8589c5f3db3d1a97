import { createServer, type IncomingMessage } from "node:http";

/** A mail provider on loopback that speaks Resend's API, counts, and fails when it is told to. */
export interface MailProvider {
  url: string;
  /** `127.0.0.1:port`, as OUTBOUND_ALLOW has it. */
  host: string;
  /** What it answers from now on. */
  status: number;
  /** How often it was called. */
  calls: number;
  /** The mails that it took, by their Idempotency-Key, with how often each was taken. */
  taken: Map<string, number>;
  stop(): Promise<void>;
}

/** Starts the provider on a free port. */
export async function startMailProvider(): Promise<MailProvider> {
  const taken = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const text = await textOf(request).catch(() => null);
    // Whoever was calling has given up.
    if (text === null) return;
    const mail = JSON.parse(text);
    const key = request.headers["idempotency-key"];
    provider.calls++;
    const isMail =
      request.method === "POST" && typeof key === "string" && ["from", "to", "subject", "html", "text"].every((field) => mail[field]);
    const status = isMail ? provider.status : 422;
    if (status === 200) taken.set(String(key), (taken.get(String(key)) ?? 0) + 1);
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
    calls: 0,
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
