import type { Particular } from "./asks.ts";
import type { World } from "./world.ts";

type Prepare = (world: World, count: number) => Particular[];

const configuration = "/api/v1/admin/config/bench/default";
const profiles = 40;
const each =
  (particular: (turn: number) => Particular): Prepare =>
  (_, count) =>
    Array.from({ length: count }, (_, turn) => particular(turn));

/** What the routes of the configuration are asked, and those of what the platform does by itself. */
export const ofConfiguration: Record<string, Prepare> = {
  putConfiguration: each((turn) => ({
    path: `/api/v1/admin/config/bench/p${turn % profiles}`,
    body: { properties: { "bench.turn": turn } },
  })),
  getConfiguration: each(() => ({ path: configuration })),
  listConfigurationVersions: each(() => ({ path: `${configuration}/versions` })),
  rollBackConfiguration: each((turn) => ({ path: `/api/v1/admin/config/bench/p${turn % profiles}/rollback`, body: { version: 1 } })),
  getConfigFile: each(() => ({ path: "/config/bench-default.yml" })),
  getConfigEnvironment: each(() => ({ path: "/config/bench/default" })),
  getConfigEnvironmentByLabel: each(() => ({ path: "/config/bench/default/main" })),
  startJob: each(() => ({ path: "/api/v1/admin/jobs/sweep", body: {} })),
};
