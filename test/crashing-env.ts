/** What a process that has died says to whoever still waits for it. */
export class Crashed extends Error {}

/**
 * The bindings as a process has them that dies when it has made so many calls to D1, to a cart, a showtime or an inbox: the last is made, its answer is lost, and no
 * other is made. `calls` counts them, so that a test can go through every point at which a verb can be cut off.
 */
export function crashingEnv(env: Env, callsMax: number): { env: Env; calls: () => number } {
  let calls = 0;
  const guarded = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    if (calls >= callsMax) throw new Crashed(`died after ${calls} calls`);
    calls++;
    const result = await call();
    if (calls >= callsMax) throw new Crashed(`the answer of call ${calls} was lost`);
    return result;
  };
  const database = crashingDatabase(env.DB, guarded);
  const bindings: Partial<Record<keyof Env, unknown>> = {
    DB: database,
    CART: crashingNamespace(env.CART, guarded),
    SEAT_MAP: crashingNamespace(env.SEAT_MAP, guarded),
    INBOX: crashingNamespace(env.INBOX, guarded),
  };
  return { env: new Proxy(env, { get: (target, name) => Reflect.get(bindings, name) ?? Reflect.get(target, name) }), calls: () => calls };
}

type Guard = <Result>(call: () => Promise<Result>) => Promise<Result>;

const executing = ["run", "all", "first", "raw"];

function crashingDatabase(database: D1Database, guarded: Guard): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrapped = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        if (name === "bind") return (...values: unknown[]) => wrapped(target.bind(...values));
        if (executing.includes(String(name))) return (...values: unknown[]) => guarded(() => Reflect.apply(member, target, values));
        return member.bind(target);
      },
    });
    originals.set(proxy, statement);
    return proxy;
  };
  return new Proxy(database, {
    get(target, name) {
      if (name === "prepare") return (query: string) => wrapped(target.prepare(query));
      if (name === "batch")
        return (statements: D1PreparedStatement[]) => guarded(() => target.batch(statements.map((each) => originals.get(each) ?? each)));
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function crashingNamespace<Namespace extends object>(namespace: Namespace, guarded: Guard): Namespace {
  return new Proxy(namespace, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        const made: unknown = Reflect.apply(member, target, values);
        return name === "getByName" || name === "get" ? crashingStub(made as object, guarded) : made;
      };
    },
  });
}

const crashingStub = (stub: object, guarded: Guard): object =>
  new Proxy(stub, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => guarded(() => Reflect.apply(member, target, values));
    },
  });
