import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Listening, listening } from "../oidc/loopback-provider.ts";

/** How a receiver answers one request. `hang`: not before it is told to, and then like this. */
export interface PlannedAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  hang?: boolean;
}

/** A request that came in, its header names in lower case. */
export interface ReceivedRequest {
  method: string;
  headers: Record<string, string>;
  body: string;
}

interface Box {
  /** The last one is for all that come after it. */
  plan: PlannedAnswer[];
  received: ReceivedRequest[];
  hanging: (() => void)[];
}

/**
 * Tenants' servers on this machine, one at each path below /hook/. What comes in is kept; GET /_received/{name} shows it, PUT /_plan/{name} says how it is
 * answered, and POST /_release/{name} answers whoever is kept waiting. /_received alone shows what came to any path at all.
 */
export async function startReceiver(): Promise<Listening> {
  const boxes = new Map<string, Box>();
  const everything: ReceivedRequest[] = [];
  const boxOf = (name: string): Box => {
    const box = boxes.get(name) ?? { plan: [], received: [], hanging: [] };
    boxes.set(name, box);
    return box;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, place = "", name = ""] = new URL(request.url ?? "/", "http://receiver").pathname.split("/");
    const body = await textOf(request);
    if (place === "_received") return json(response, name === "" ? everything : boxOf(name).received);
    if (place === "_plan") {
      boxOf(name).plan = JSON.parse(body);
      return json(response, {});
    }
    if (place === "_release") {
      for (const release of boxOf(name).hanging.splice(0)) release();
      return json(response, {});
    }
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
    const received = { method: request.method ?? "", headers, body };
    everything.push(received);
    const box = boxOf(name);
    box.received.push(received);
    const planned = box.plan.length > 1 ? box.plan.shift() : box.plan[0];
    if (planned?.hang) await new Promise<void>((resolve) => box.hanging.push(resolve));
    response.writeHead(planned?.status ?? 200, planned?.headers ?? {});
    response.end(planned?.body ?? "ok");
  }

  const server = createServer((request, response) => void answer(request, response));
  return listening(server);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
