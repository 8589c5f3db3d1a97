import type { ChildProcess } from "node:child_process";
import type { ExpressSide } from "./express/start.ts";
import type { MarqueeSide } from "./marquee/start.ts";

/** Both sides of a run, and the process that puts load on them. */
export interface Stage {
  marquee: MarqueeSide;
  express: ExpressSide;
  load: ChildProcess;
  /** Access tokens of users that both sides know. */
  tokens: string[];
  print: (line: string) => void;
}

/** A table and what it says, as both the terminal and the results file show it. */
export interface Report {
  title: string;
  lines: string[];
}
