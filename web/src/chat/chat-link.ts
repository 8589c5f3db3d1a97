import { Client, type IMessage } from "@stomp/stompjs";
import type { Domain } from "../domains.ts";
import { reconnectAfterMs } from "../live/reconnecting.ts";
import { socketTicket } from "../live/socket-ticket.ts";
import { socketUrl } from "../live/socket-url.ts";

const beatMs = 10_000;
const connectMs = 10_000;
/** The timers of a tab behind others come once a minute only: shorter silences say nothing. */
const silentBeats = 8;

export interface LinkListener {
  connected: () => void;
  disconnected: () => void;
}
export type Heard = (body: string, headers: Record<string, string>) => void;

/**
 * The one STOMP connection of this page to an app. It mends itself with a fresh ticket for each attempt; whoever listens subscribes anew when it is
 * connected, with what they have.
 */
export class ChatLink {
  readonly #domain: Domain;
  readonly #listener: LinkListener;
  #client: Client | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #isConnecting = false;

  constructor(domain: Domain, listener: LinkListener) {
    this.#domain = domain;
    this.#listener = listener;
  }

  get isLive(): boolean {
    return this.#client?.connected === true;
  }

  start(): void {
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#cut);
    document.addEventListener("visibilitychange", this.#hurry);
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#cut);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#timer);
    void this.#client?.deactivate();
    this.#client = undefined;
  }

  /** Begins anew: the connection looks alive and is not. */
  renew(): void {
    this.#lost(this.#client);
  }

  /** Answers how to end it. */
  subscribe(destination: string, headers: Record<string, string>, heard: Heard): () => void {
    const client = this.#client;
    if (client === undefined) return () => {};
    const subscription = client.subscribe(destination, ({ body, headers }: IMessage) => heard(body, headers), headers);
    return () => {
      if (client.connected) subscription.unsubscribe();
    };
  }

  /** `stored`: runs when the server says that what was sent is on disk. False if there is no connection. */
  send(destination: string, body: object, receipt?: { id: string; stored: (headers: Record<string, string>) => void }): boolean {
    const client = this.#client;
    if (!client?.connected) return false;
    if (receipt !== undefined) client.watchForReceipt(receipt.id, ({ headers }) => receipt.stored(headers));
    const headers = { "content-type": "application/json", ...(receipt && { receipt: receipt.id }) };
    client.publish({ destination, body: JSON.stringify(body), headers });
    return true;
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting || this.#stopped) return;
    this.#isConnecting = true;
    try {
      const ticket = await socketTicket(this.#domain, "/ws");
      if (this.#stopped) return;
      this.#open(ticket);
    } catch {
      this.#retry();
    } finally {
      this.#isConnecting = false;
    }
  }

  #open(ticket: string): void {
    // The library's own way to come back knows no jitter, and its address holds a ticket for one use: each attempt has a client of its own.
    const client = new Client({
      brokerURL: socketUrl("/ws", { ticket }).toString(),
      reconnectDelay: 0,
      connectionTimeout: connectMs,
      heartbeatIncoming: beatMs,
      heartbeatOutgoing: beatMs,
      heartbeatToleranceMultiplier: silentBeats,
      onConnect: () => {
        if (this.#client !== client) return;
        this.#failures = 0;
        this.#listener.connected();
      },
      onWebSocketClose: () => this.#lost(client),
      onStompError: () => this.#lost(client),
    });
    this.#client = client;
    client.activate();
  }

  #lost(client: Client | undefined): void {
    if (client === undefined || this.#client !== client) return;
    this.#client = undefined;
    void client.deactivate({ force: true });
    this.#listener.disconnected();
    this.#retry();
  }

  #retry(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), reconnectAfterMs(this.#failures++, Math.random()));
  }

  /** Back online or back in front: no need to wait out the pause. */
  readonly #hurry = (): void => {
    if (this.#client !== undefined || document.hidden || !navigator.onLine) return;
    clearTimeout(this.#timer);
    void this.#connect();
  };

  /** The browser knows before the socket does. */
  readonly #cut = (): void => this.#lost(this.#client);
}
