import type { Domain } from "../../contracts/tenants.ts";
import type { DemoApp } from "../demo/demo-state.ts";

interface Facts {
  url: string;
  apps: readonly (DemoApp & { domain: Domain })[];
  logIns: readonly { who: string; email: string; password: string }[];
  /** Seconds from the command to here. */
  seconds: number;
}

/** What to open and how to get in, for people in front of a terminal. */
export function banner({ url, apps, logIns, seconds }: Facts): string {
  const rule = "─".repeat(78);
  const row = (label: string, value: string) => `  ${label.padEnd(15)}${value}`;
  return [
    "",
    rule,
    `  Marquee is running (ready in ${seconds.toFixed(1)} s).`,
    "",
    row("Web app", `${url}/`),
    row("Mailbox", `${url}/mailbox`),
    row("API docs", `${url}/docs/`),
    row("Health", `${url}/actuator/health`),
    "",
    ...logIns.map(({ who, email, password }) => row(who, `${email}  /  ${password}`)),
    "",
    ...apps.flatMap(({ domain, name, appId, publishableKey, secretKey }) => [
      `  ${domain} · ${name}`,
      row("  x-app-id", appId),
      row("  publishable", publishableKey),
      row("  secret", secretKey),
    ]),
    "",
    "  Pay with the test card tok_ok. Ctrl-C stops; npm run reset starts over.",
    rule,
    "",
  ].join("\n");
}
