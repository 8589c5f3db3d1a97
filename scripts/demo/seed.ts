import { Api } from "./api.ts";
import { type AdminLogIn, ensureApps } from "./demo-apps.ts";
import { ensureCatalogue, type NewShowtime } from "./demo-catalogue.ts";
import { nameOrganizer } from "./demo-people.ts";
import { openDemoRooms } from "./demo-rooms.ts";
import { ensureShop } from "./demo-shop.ts";
import { type DemoApp, readDemoState, writeDemoState } from "./demo-state.ts";
import { sellBefore } from "./earlier-sales.ts";
import { demoApps } from "./programme.ts";

export interface Seeded {
  apps: DemoApp[];
  newShowtimes: number;
  bookings: number;
}

/**
 * Loads the demo data through the public API, and on later starts only what has run out. `origins`: where browsers may call from.
 * What the API refuses is thrown: the platform's own demo must not fail quietly.
 */
export async function seed({
  url,
  stateFile,
  origins,
  admin,
  nowMs,
}: {
  url: string;
  stateFile: string;
  origins: readonly string[];
  admin: AdminLogIn;
  nowMs: number;
}): Promise<Seeded> {
  const api = new Api(url);
  const state = readDemoState(stateFile);
  const { anyNew } = await ensureApps(api, state, origins, admin);
  if (anyNew) Object.assign(state, { peopled: false, talked: false });
  writeDemoState(stateFile, state);

  const apps = demoApps.map(({ domain }) => {
    const app = state.apps[domain];
    if (app === undefined) throw new Error(`The demo has no app for ${domain}`);
    return { ...app, domain };
  });
  const [first, ...others] = apps;
  if (first === undefined) throw new Error("The demo has no apps");
  const organizer = state.peopled ? undefined : await nameOrganizer(api, [first, ...others]);
  const added: { app: DemoApp; show: NewShowtime }[] = [];
  for (const { domain, ...app } of apps) {
    const by = app.appId === first.appId ? organizer : undefined;
    await ensureShop(api, domain, app, by);
    for (const show of await ensureCatalogue(api, domain, app, { nowMs, organizer: by })) added.push({ app, show });
  }

  let bookings = 0;
  if (!state.peopled) {
    ({ bookings } = await sellBefore(api, first, soonestOfEach(added)));
    state.peopled = true;
    writeDemoState(stateFile, state);
  }
  if (!state.talked) {
    await openDemoRooms(api, first);
    state.talked = true;
    writeDemoState(stateFile, state);
  }
  return { apps, newShowtimes: added.length, bookings };
}

/** Of every listing that is partly sold, the showtime that comes next. */
function soonestOfEach(added: readonly { app: DemoApp; show: NewShowtime }[]): { app: DemoApp; show: NewShowtime }[] {
  const sold = added
    .filter(({ show }) => show.demo.soldSeats > 0)
    .sort((a, b) => a.show.showtime.startsAt.localeCompare(b.show.showtime.startsAt));
  return sold.filter(({ show }, index) => sold.findIndex((other) => other.show.demo === show.demo) === index);
}
