import { Client } from "@stomp/stompjs";
import type { Person } from "./platform.ts";

const retryMs = { least: 50, most: 600 };

/** A real STOMP client of an app's server for one person, which comes again whenever it was cut off. */
export function stompClient(port: number, { headers }: Person, onConnect: (client: Client) => void): Client {
  const client = new Client({
    brokerURL: `ws://127.0.0.1:${port}/api/v1/ws`,
    connectHeaders: {
      Authorization: headers.authorization ?? "",
      "x-app-id": headers["x-app-id"] ?? "",
      "x-api-key": headers["x-api-key"] ?? "",
    },
    reconnectDelay: retryMs.least + Math.random() * retryMs.most,
    connectionTimeout: 10_000,
    onConnect: () => onConnect(client),
  });
  return client;
}
