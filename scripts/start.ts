import { join } from "node:path";
import { demoApps, demoOrganizer, demoUser } from "./demo/programme.ts";
import { seed } from "./demo/seed.ts";
import { banner } from "./local/banner.ts";
import { readCrons, startCronClock } from "./local/cron-clock.ts";
import { ensureDatabase } from "./local/database.ts";
import { ensureDevVars, localAdmin } from "./local/dev-vars.ts";
import { stateFolders } from "./local/project.ts";
import { ensureWebApp } from "./local/web-app.ts";
import { type LocalPlatform, startPlatform } from "./local/wrangler-dev.ts";

// npm start: makes what is missing, runs the platform on PORT (8787), fills it with the demo (unless DEMO is off) and keeps its cron clock (unless
// CRON_CLOCK is off), until it is told to stop.

const startedAt = Date.now();
const port = Number(process.env.PORT ?? 8787);
const print = (line: string) => console.log(line);
const folders = stateFolders();

/** Where the browsers of the demo's pages call from: this platform, and Vite's development server. */
const origins = [
  ...new Set([
    "http://localhost:5173",
    "http://localhost:8787",
    "http://127.0.0.1:8787",
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}`,
  ]),
];

let platform: LocalPlatform | undefined;
let stopping = false;
async function stop(code: number): Promise<never> {
  stopping = true;
  await platform?.stop();
  process.exit(code);
}
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.on(signal, () => void stop(code));
// npm does not hand on the signal that ends it, and would leave the platform running with nobody to stop it.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && !stopping) void stop(143);
  }, 500).unref();
}

try {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT is “${process.env.PORT}”, which is no port`);
  const { vars, made } = ensureDevVars(new Date());
  if (made) print("Made .dev.vars with fresh secrets.");
  ensureWebApp(print);
  ensureDatabase(folders.wrangler, print);
  platform = await startPlatform({ port, wranglerState: folders.wrangler, print });
  const { url, ended } = platform;
  const admin = { email: vars.ADMIN_EMAIL ?? "", password: localAdmin.password };
  // Without them there is nothing but the administrator.
  const withDemo = process.env.DEMO !== "off";
  const demo = { url, stateFile: join(folders.demo, "demo.json"), origins, admin, nowMs: Date.now() };
  const { apps, newShowtimes, bookings } = withDemo ? await seed(demo) : { apps: [], newShowtimes: 0, bookings: 0 };
  if (newShowtimes > 0) print(`Loaded ${newShowtimes} showtimes${bookings > 0 ? ` and sold ${bookings} bookings` : ""}.`);
  print(
    banner({
      url,
      apps: apps.map((app, index) => ({ ...app, domain: demoApps[index]?.domain ?? "EVENT" })),
      logIns: [
        ...(withDemo
          ? [
              { who: "Log in", ...demoUser },
              { who: "Organizer", ...demoOrganizer },
            ]
          : []),
        { who: "Admin (/admin)", ...admin },
      ],
      seconds: (Date.now() - startedAt) / 1000,
    }),
  );
  if (process.env.CRON_CLOCK !== "off") startCronClock(url, readCrons(), print);
  const code = await ended;
  if (!stopping) {
    print(`wrangler dev ended with code ${code}.`);
    process.exit(code === 0 ? 1 : code);
  }
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}
