import { messageOf, startChild } from "../child.ts";
import { childNamed } from "../measure/process-tree.ts";
import { BoxOffice } from "./box-office.ts";
import type { Secrets } from "./secrets.ts";

export interface MarqueeSide {
  boxOffice: BoxOffice;
  workerd: number;
  /** Node, which started workerd and only looks on. */
  host: number;
  stop: () => Promise<void>;
}

/** Starts the platform with its state on disk in `stateFolder` and so many users, whose tokens the benchmark signs. */
export async function startMarquee(secrets: Secrets, stateFolder: string, users: number): Promise<MarqueeSide> {
  const env = { BENCH_VARS: JSON.stringify(secrets.vars()), BENCH_STATE: stateFolder, BENCH_USERS: String(users) };
  const { child, hello, stop } = await startChild(new URL("./host-prof.ts", import.meta.url), env);
  const host = child.pid ?? 0;
  const { origin } = messageOf<{ origin: string }>(hello);
  return { boxOffice: await BoxOffice.open(origin, secrets), workerd: childNamed(host, "workerd"), host, stop };
}
