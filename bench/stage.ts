import type { ChildProcess } from "node:child_process";
import type { ExpressSide } from "./express/start.ts";
import type { EmptyHono } from "./hono/start.ts";
import type { Secrets } from "./marquee/secrets.ts";
import type { MarqueeSide } from "./marquee/start.ts";

/** The platform, what it is measured against, and the process that puts load on both. */
export interface Stage {
  marquee: MarqueeSide;
  /** Starts what a bench compares with when the first bench asks for it. */
  express: () => Promise<ExpressSide>;
  emptyHono: () => Promise<EmptyHono>;
  load: ChildProcess;
  secrets: Secrets;
  /** Access tokens of users that all sides know. */
  tokens: string[];
  print: (line: string) => void;
}

/** A table and what it says, as both the terminal and the results file show it. */
export interface Report {
  title: string;
  lines: string[];
  /** A drawing that is written beside the results. */
  figure?: { name: string; svg: string };
}
