import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { BookingFailuresMail } from "../../contracts/mails.ts";
import { defaultSettings } from "../../contracts/settings.ts";
import { makeApp } from "../../test/harness.ts";

const { threshold } = defaultSettings.alerts.bookingFailures;
const newObject = () => env.METRICS.getByName(`test-${crypto.randomUUID()}`);
type Stub = ReturnType<typeof newObject>;
const fail = (stub: Stub, appId: string, failures: number, code = "PAYMENT_DECLINED") =>
  stub.add({
    isolate: crypto.randomUUID(),
    seq: 1,
    counters: [],
    histograms: [],
    sockets: [],
    apps: [],
    keys: [],
    failures: [[appId, code, failures]],
  });
const sql = <Row extends Record<string, SqlStorageValue>>(stub: Stub, query: string) =>
  runInDurableObject(stub, (_, state) => state.storage.sql.exec<Row>(query).toArray());
/** Runs the alarm until nothing is to be watched or sent any more. */
async function settle(stub: Stub): Promise<void> {
  for (let run = 0; run < 3; run++) await runDurableObjectAlarm(stub);
}
const alerts = (stub: Stub) => sql<{ at: number; recipient: string; payload: string; sent: number }>(stub, "SELECT * FROM alert");
const mailOf = (at: number) =>
  env.DB.prepare("SELECT * FROM mails WHERE key = ?")
    .bind(`booking-failures:${at}`)
    .first<{ recipient: string; payload: string; status: string }>();

describe("failed attempts to book", () => {
  let appId: string;
  beforeEach(async () => {
    appId = (await makeApp()).appId;
  });

  it("mail the administrator once they reach the limit within the window, with codes, apps and the time", async () => {
    const metrics = newObject();
    await fail(metrics, appId, threshold - 3);
    await settle(metrics);
    expect(await alerts(metrics)).toEqual([]);
    await fail(metrics, appId, 2, "INTERNAL");
    await fail(metrics, "app_gone", 1);
    await settle(metrics);
    const [alert] = await alerts(metrics);
    expect(alert).toMatchObject({ recipient: env.ADMIN_EMAIL, sent: 1 });
    const mail = await mailOf(alert?.at ?? 0);
    const payload: BookingFailuresMail = JSON.parse(mail?.payload ?? "{}");
    expect(mail?.recipient).toBe(env.ADMIN_EMAIL);
    expect(payload).toMatchObject({
      threshold,
      total: threshold,
      codes: [
        { code: "PAYMENT_DECLINED", failures: threshold - 2 },
        { code: "INTERNAL", failures: 2 },
      ],
    });
    expect(payload.apps.map((app) => [app.appId, app.failures])).toEqual([
      [appId, threshold - 1],
      ["app_gone", 1],
    ]);
    expect(payload.apps[0]?.name).toMatch(/^Theatre /);
    await vi.waitUntil(async () => (await mailOf(alert?.at ?? 0))?.status === "SENT", { timeout: 8000 });
    const shown = await env.DB.prepare("SELECT subject, text FROM mailbox WHERE message_key = ?")
      .bind(`booking-failures:${alert?.at}`)
      .first<{ subject: string; text: string }>();
    expect(shown?.subject).toBe(`${threshold} attempts to book failed`);
    expect(shown?.text).toContain(`PAYMENT_DECLINED: ${threshold - 2}`);
  });

  it("mail nobody again for an hour, and then only if they go on", async () => {
    const metrics = newObject();
    await fail(metrics, appId, threshold);
    await settle(metrics);
    await fail(metrics, appId, threshold);
    await settle(metrics);
    expect(await alerts(metrics)).toHaveLength(1);
    await sql(metrics, "UPDATE alert SET at = at - 3600001");
    await sql(metrics, "UPDATE recent_failure SET slot = slot - 360");
    await fail(metrics, appId, 1);
    await settle(metrics);
    expect(await alerts(metrics)).toHaveLength(1);
    await fail(metrics, appId, threshold);
    await settle(metrics);
    expect(await alerts(metrics)).toHaveLength(2);
  });

  it("of before the window do not count", async () => {
    const metrics = newObject();
    await fail(metrics, appId, threshold);
    await sql(metrics, "UPDATE recent_failure SET slot = slot - 31");
    await settle(metrics);
    expect(await alerts(metrics)).toEqual([]);
  });

  it("are mailed when D1 is back, if it was away, and once", async () => {
    const metrics = newObject();
    await env.DB.exec(
      "CREATE TRIGGER mails_away BEFORE INSERT ON mails WHEN NEW.kind = 'booking-failures' BEGIN SELECT RAISE (ABORT, 'away'); END",
    );
    await fail(metrics, appId, threshold);
    await settle(metrics);
    const [alert] = await alerts(metrics);
    expect(alert?.sent).toBe(0);
    expect(await mailOf(alert?.at ?? 0)).toBeNull();
    await env.DB.exec("DROP TRIGGER mails_away");
    await evictDurableObject(metrics);
    await fail(metrics, appId, 1);
    await settle(metrics);
    expect(await mailOf(alert?.at ?? 0)).not.toBeNull();
    expect(await alerts(metrics)).toMatchObject([{ sent: 1 }]);
  });
});
