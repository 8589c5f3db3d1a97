import { createDurable } from "itty-durable";

interface SmallState {
  /** itty-durable's own; nothing here persists by itself. */
  state: unknown;
}

/**
 * A base for small, request-driven objects on itty-durable, whose routes would otherwise let any holder of a stub set every field and call
 * every method: only the methods in `callable` can be reached, and only through the façade's internal host.
 */
export function smallDurable(callable: readonly string[]) {
  const Base = createDurable({ autoPersist: false }) as new (
    state: DurableObjectState,
    env: Env,
  ) => SmallState & {
    fetch(request: Request): Promise<Response>;
    /** Writes all fields but `state` to the object's storage. */
    persist(): Promise<void>;
  };
  return class extends Base {
    override async fetch(request: Request): Promise<Response> {
      const { hostname, pathname } = new URL(request.url);
      const method = /^\/do\/call\/(\w+)$/.exec(pathname)?.[1];
      if (hostname !== "itty-durable" || method === undefined || !callable.includes(method)) {
        return Response.json({ error: "not callable" }, { status: 403 });
      }
      return super.fetch(request);
    }
  };
}
