/** As long as the routes believe in an app that was switched off elsewhere. */
const believedMs = 30_000;

/**
 * Looks now and then, while something is said at an object's sockets, whether the app is still switched on. Nobody waits for the answer, so that nothing is
 * put out of its order; sockets at which nothing is said wake nobody.
 */
export class AppWatch {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #onOff: (appId: string) => void;
  readonly #seenAt = new Map<string, number>();

  /** `onOff`: hears of an app that is switched off. */
  constructor(ctx: DurableObjectState, env: Env, onOff: (appId: string) => void) {
    this.#ctx = ctx;
    this.#env = env;
    this.#onOff = onOff;
  }

  /** Somebody of this app has said something. */
  glance(appId: string, now: number): void {
    const seenAt = this.#seenAt.get(appId) ?? 0;
    if (now - seenAt < believedMs) return;
    this.#seenAt.set(appId, now);
    this.#ctx.waitUntil(this.#look(appId));
  }

  async #look(appId: string): Promise<void> {
    try {
      const isActive = await this.#env.DB.prepare("SELECT is_active FROM apps WHERE id = ?").bind(appId).first<number>("is_active");
      if (isActive !== 0) return;
    } catch {
      // While the database is away nothing can be switched off either.
      return;
    }
    this.#seenAt.delete(appId);
    this.#onOff(appId);
  }
}
