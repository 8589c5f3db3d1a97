import assert from "node:assert/strict";
import { localAdmin } from "./local/dev-vars.ts";
import { freePort, type OwnPlatform, startOwnPlatform } from "./local/own-platform.ts";
import { startMailProvider } from "./outage/mail-provider.ts";

// npm run test:outage: starts the platform with a mail provider on loopback that answers 500 for a while, and looks at what the platform makes of
// it: three failures in five calls open the circuit breaker, mails wait in the queue, trial calls close it again, every mail arrives once.

const provider = await startMailProvider();
const startedAt = Date.now();
const say = (what: string) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${what}`);
let platform: OwnPlatform | undefined;
try {
  platform = await startOwnPlatform(await freePort(), {
    MAIL_API_URL: provider.url,
    OUTBOUND_ALLOW: provider.host,
    // The breaker would count its mails as well.
    DEMO: "off",
  });
  await journey(platform.url);
  console.log("1 passed, 0 failed");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
} finally {
  await platform?.stop();
  await provider.stop();
}

interface BreakerFacts {
  state: string;
  failureRate: string;
  bufferedCalls: number;
  failedCalls: number;
}

async function journey(url: string): Promise<void> {
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    assert.ok(response.ok, `${method} ${path} answered ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const { data } = await ask("POST", "/api/v1/admin/login", {}, localAdmin);
  const admin = { authorization: `Bearer ${data.accessToken}` };
  const made = await ask("POST", "/api/v1/admin/apps", admin, { name: "Outage", domain: "EVENT", allowedOrigins: [] });
  const server = { "x-app-id": made.data.app.appId, "x-api-key": made.data.secretKey };
  const breaker = async (): Promise<BreakerFacts> => (await ask("GET", "/actuator/circuitbreakers", admin)).circuitBreakers.mail;
  let people = 0;
  /** Each registration sends a mail. They come from addresses of their own, so that no limit slows the journey down. */
  const register = async (count: number) => {
    for (let n = 0; n < count; n++) {
      people++;
      const body = { email: `outage-${people}@example.com`, password: `a long sentence ${people}` };
      await ask("POST", "/api/v1/auth/register", { ...server, "x-end-user-ip": `203.0.113.${people}` }, body);
    }
  };
  const until = async (what: string, seconds: number, isSo: () => boolean | Promise<boolean>) => {
    const giveUpAt = Date.now() + seconds * 1000;
    while (!(await isSo())) {
      if (Date.now() > giveUpAt)
        throw new Error(`${what}: not within ${seconds} s; ${JSON.stringify(await breaker())}, ${provider.calls} calls`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    say(what);
  };

  await register(2);
  await until("two mails arrive", 15, () => provider.taken.size === 2);
  provider.status = 500;
  await register(3);
  await until("five calls of which three failed have opened the breaker", 20, async () => (await breaker()).state === "OPEN");
  const open = await breaker();
  assert.deepEqual([open.failureRate, open.bufferedCalls, open.failedCalls], ["60.0%", 5, 3]);
  assert.equal(provider.calls, 5);
  await register(3);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  assert.equal(provider.calls, 5, "nothing is sent while the breaker is open");
  say("nothing was sent for five seconds");

  provider.status = 200;
  await until("every mail has arrived", 60, () => provider.taken.size === 8);
  assert.equal((await breaker()).state, "CLOSED");
  await new Promise((resolve) => setTimeout(resolve, 2000));
  assert.deepEqual(
    [...provider.taken.values()].filter((times) => times !== 1),
    [],
    "each mail arrives once",
  );
  say("the breaker is closed, and each mail came once");
}
