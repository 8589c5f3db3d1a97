import { readFileSync } from "node:fs";
import { isDue } from "./cron.ts";
import { inProject } from "./project.ts";

/** The crons of wrangler.toml: its one line `crons = [...]`. Reading it with wrangler itself would cost the start most of a second. */
export function readCrons(): string[] {
  const [, list = "[]"] = /^crons\s*=\s*(\[[^\]]*\])/m.exec(readFileSync(inProject("wrangler.toml"), "utf8")) ?? [];
  return JSON.parse(list.replace(/,\s*\]/, "]")) as string[];
}

/** Plays the clock that `wrangler dev` lacks: fires every due cron at the start of its minute. Answers how to stop it. */
export function startCronClock(url: string, crons: readonly string[], print: (line: string) => void): () => void {
  let timer: NodeJS.Timeout;
  const tick = () => {
    const now = new Date();
    for (const cron of crons.filter((expression) => isDue(expression, now))) {
      fetch(`${url}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(cron)}`)
        .then(async (answer) => {
          if (!answer.ok) print(`The cron ${cron} answered ${answer.status}: ${await answer.text()}`);
        })
        .catch(() => {
          // The platform is stopping or restarting itself; the next minute is another chance.
        });
    }
    wind();
  };
  const wind = () => {
    timer = setTimeout(tick, 60_000 - (Date.now() % 60_000) + 50);
  };
  wind();
  return () => clearTimeout(timer);
}
