import { messageOf, startChild } from "../child.ts";
import { childNamed } from "../measure/process-tree.ts";

export interface EmptyHono {
  origin: string;
  workerd: number;
  stop: () => Promise<void>;
}

/** Starts the application that the gateway's cost is measured on top of. */
export async function startEmptyHono(): Promise<EmptyHono> {
  const { child, hello, stop } = await startChild(new URL("./host.ts", import.meta.url), {});
  const { origin } = messageOf<{ origin: string }>(hello);
  return { origin, workerd: childNamed(child.pid ?? 0, "workerd"), stop };
}
