import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Domain } from "../../contracts/tenants.ts";

export interface DemoApp {
  appId: string;
  publishableKey: string;
  secretKey: string;
  name: string;
  /** The origins that the app was last told to allow. */
  origins: string[];
}

/** What the demo must remember between two starts: keys are shown once, so they are kept here, on this laptop only. */
export interface DemoState {
  apps: Partial<Record<Domain, DemoApp>>;
  /** Whether the demo user and the earlier sales were made for these apps. */
  peopled: boolean;
  /** The same of the rooms and what is said in them. */
  talked?: boolean;
}

/** The state of an earlier start, or an empty one. */
export function readDemoState(file: string): DemoState {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DemoState) : { apps: {}, peopled: false };
}

/** Writes the state, readable for the owner alone. */
export function writeDemoState(file: string, state: DemoState): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}
