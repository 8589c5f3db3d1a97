import type { UserPush } from "../../../contracts/chat-gateway.ts";
import { ChatLink } from "../chat/chat-link.ts";
import type { Domain } from "../domains.ts";

/**
 * Hears what is pushed to a person at these apps. Of all tabs of a browser one is connected, and passes on what it hears: whoever holds the lock. When that one
 * goes, the next one takes its place.
 */
export class LiveNotifications {
  readonly #domains: readonly Domain[];
  readonly #hear: (push: UserPush) => void;
  readonly #tabs: BroadcastChannel;
  readonly #ended = new AbortController();
  #links: ChatLink[] = [];

  /** `owner`: whose; tabs of other people have nothing to do with it. */
  constructor(owner: string, domains: readonly Domain[], hear: (push: UserPush) => void) {
    this.#domains = domains;
    this.#hear = hear;
    this.#tabs = new BroadcastChannel(`mq_notifications:${owner}`);
    this.#tabs.onmessage = ({ data }: MessageEvent<UserPush>) => hear(data);
  }

  start(): void {
    const { signal } = this.#ended;
    const connected = () => {
      this.#connect();
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    };
    // Without locks, as on a page that came without encryption, each tab is connected itself.
    if (navigator.locks === undefined) void connected();
    else navigator.locks.request(this.#tabs.name, { signal }, connected).catch(() => {});
  }

  stop(): void {
    this.#ended.abort();
    for (const link of this.#links) link.stop();
    this.#tabs.close();
  }

  #connect(): void {
    if (this.#ended.signal.aborted) return;
    this.#links = this.#domains.map((domain) => {
      const link = new ChatLink(domain, {
        connected: () => link.subscribe("/user/queue/notifications", {}, (body) => this.#pushed(JSON.parse(body) as UserPush)),
        disconnected: () => {},
      });
      link.start();
      return link;
    });
  }

  #pushed(push: UserPush): void {
    this.#hear(push);
    this.#tabs.postMessage(push);
  }
}
