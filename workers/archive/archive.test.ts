import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { crashingEnv } from "../../test/crashing-env.ts";
import { testCtx } from "../../test/harness.ts";
import { deliverAll, heldJobs, runJob, runOf } from "../../test/job-runs.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { startJob } from "../platform/jobs/start-job.ts";
import { archive } from "./archive.ts";
import { archivedTables, rowsOfMonth } from "./archived-tables.ts";
import { keptRows } from "./forget-old-rows.ts";
import { manifestKeyOf } from "./parts.ts";

const dayMs = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Each test has a month of its own, long before anybody sold anything. */
let year = 1980;
let month = "";
beforeEach(() => {
  month = `${++year}-02`;
});

const note = (days: readonly string[], subject: string) =>
  env.DB.batch(
    days.map((day, index) =>
      env.DB.prepare(
        "INSERT INTO audit_log (at, actor, action, subject, request_id, after) VALUES (?, 'system', 'test.noted', ?, 'test', ?)",
      ).bind(at(day), `${subject} ${index}`, JSON.stringify({ line: "with\nbreak", day })),
    ),
  );

interface Manifest {
  month: string;
  tables: { table: string; rows: number; parts: { key: string; rows: number; bytes: number; sha256: string }[] }[];
}
const manifestOf = async (of: string): Promise<Manifest | null> => (await env.BACKUPS.get(manifestKeyOf(of)))?.json<Manifest>() ?? null;

async function linesOf(key: string): Promise<Record<string, unknown>[]> {
  const file = await env.BACKUPS.get(key);
  if (file === null) throw new Error(`there is no ${key}`);
  const text = await new Response(file.body.pipeThrough(new DecompressionStream("gzip"))).text();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function sha256Of(key: string): Promise<string> {
  const bytes = (await (await env.BACKUPS.get(key))?.arrayBuffer()) ?? new ArrayBuffer();
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("a month's archive", () => {
  it("has every row of that month, once, with what proves that the files are whole, and D1 keeps them", async () => {
    await note([`${year}-01-31`, `${year}-02-01`, `${year}-02-14`, `${year}-02-28`, `${year}-03-01`], "a");
    const run = await runJob(archive, month);
    expect(run).toMatchObject({ status: "DONE", done: 3, report: { audit_log: 3, payment_events: 0, order_timeline: 0, files: 1 } });
    const manifest = await manifestOf(month);
    expect(manifest).toMatchObject({ month, tables: [{ table: "audit_log", rows: 3, parts: [{ rows: 3 }] }] });
    const part = manifest?.tables[0]?.parts[0];
    expect((await linesOf(part?.key ?? "")).map(({ subject }) => subject)).toEqual(["a 1", "a 2", "a 3"]);
    expect(await linesOf(part?.key ?? "")).toMatchObject([{ at: at(`${year}-02-01`), action: "test.noted" }, {}, {}]);
    expect(await sha256Of(part?.key ?? "")).toBe(part?.sha256);
    const kept = await env.DB.prepare("SELECT count(*) AS rows FROM audit_log WHERE at BETWEEN ? AND ?")
      .bind(at(`${year}-01-01`), at(`${year}-12-31`))
      .first("rows");
    expect(kept).toBe(5);
  });

  it("goes on after a crash at any of its calls, and is the same then", async () => {
    await note(
      Array.from({ length: limits.archiveRowsInPart + 5 }, () => `${year}-02-10`),
      "many",
    );
    for (const callsMax of [3, 5, 7, 12]) {
      const { ctx, messages } = heldJobs();
      await env.DB.prepare("DELETE FROM job_runs WHERE name = 'archive' AND period = ?").bind(month).run();
      const runId = (await startJob(ctx, archive, month)) ?? "";
      await deliverAll(heldJobs({ env: crashingEnv(env, callsMax).env }).ctx, [archive], [...messages]).catch(() => {});
      const later = heldJobs({ now: () => Date.now() + 120_000 });
      const page = (await env.DB.prepare("SELECT page FROM job_runs WHERE id = ?").bind(runId).first<number>("page")) ?? 0;
      await deliverAll(later.ctx, [archive], [{ runId, page }]);
      await deliverAll(later.ctx, [archive], later.messages);
      expect(await runOf(archive, month), `after call ${callsMax}`).toMatchObject({
        status: "DONE",
        report: { audit_log: limits.archiveRowsInPart + 5, files: 2 },
      });
      const manifest = await manifestOf(month);
      const lines = (await Promise.all((manifest?.tables[0]?.parts ?? []).map(({ key }) => linesOf(key)))).flat();
      expect(new Set(lines.map(({ id }) => id)).size).toBe(limits.archiveRowsInPart + 5);
    }
  });

  it("is due on the second, also for months that were missed, and never of a month that is not over", async () => {
    const on = (time: string) => testCtx({ now: () => Date.parse(time) });
    expect(await archive.due(on("2026-03-01T23:00:00Z"))).toEqual(["2025-11", "2025-12", "2026-01"]);
    expect(await archive.due(on("2026-03-02T00:00:00Z"))).toEqual(["2025-12", "2026-01", "2026-02"]);
    expect(archive.period(on("2026-03-02T00:00:00Z"), undefined)).toBe("2026-02");
    for (const wrong of ["2026-03", "2026-13", "2026-02-01", "February"]) {
      expect(() => archive.period(on("2026-03-02T00:00:00Z"), wrong), wrong).toThrow("not valid");
    }
  });
});

describe("what was kept long enough", () => {
  it("goes, and nothing that somebody still waits for", async () => {
    const old = Date.now() - 500 * dayMs;
    const oldDay = new Date(old).toISOString().slice(0, 10);
    const key = crypto.randomUUID();
    const mail =
      "INSERT INTO mails (key, kind, recipient, payload, status, created_at, updated_at) VALUES (?, 'test', 'x@example.com', '{}', ?, ?, ?)";
    const letter = "INSERT INTO dead_letters (id, queue, body, attempts, created_at, replayed_at) VALUES (?, 'events', '{}', 1, ?, ?)";
    const counts = "INSERT INTO daily_key_counts (app_id, day, key_id, requests, last_used_at) VALUES (?, ?, 'key_x', 1, 1)";
    await env.DB.batch([
      env.DB.prepare(mail).bind(`${key} sent`, "SENT", old, old),
      env.DB.prepare(mail).bind(`${key} dead`, "DEAD", old, old),
      env.DB.prepare(mail).bind(`${key} new`, "SENT", old, Date.now()),
      env.DB.prepare(letter).bind(`${key} replayed`, old, old),
      env.DB.prepare(letter).bind(`${key} waits`, old, null),
      env.DB.prepare(counts).bind(key, oldDay),
      env.DB.prepare(counts).bind(key, new Date().toISOString().slice(0, 10)),
    ]);
    expect(await runJob(archive, month)).toMatchObject({
      status: "DONE",
      report: { mailsForgotten: 1, deadLettersForgotten: 1, keyCountsForgotten: 1 },
    });
    const left = await env.DB.batch<{ key: string }>([
      env.DB.prepare("SELECT key FROM mails WHERE key LIKE ? ORDER BY key").bind(`${key}%`),
      env.DB.prepare("SELECT id AS key FROM dead_letters WHERE id LIKE ?").bind(`${key}%`),
      env.DB.prepare("SELECT day AS key FROM daily_key_counts WHERE app_id = ?").bind(key),
    ]);
    expect(left.map(({ results }) => results.map((row) => row.key.replace(key, "").trim()))).toEqual([
      ["dead", "new"],
      ["waits"],
      [new Date().toISOString().slice(0, 10)],
    ]);
    await env.DB.prepare("DELETE FROM dead_letters WHERE id LIKE ?").bind(`${key}%`).run();
  });

  it("is found by indexes, as are the rows of a month", async () => {
    const { db, plans } = recordingDatabase();
    for (const table of archivedTables) rowsOfMonth(db.$client, table, { fromMs: 0, untilMs: 1, after: table.order.map(() => 0) });
    for (const kept of keptRows) kept.forget(db.$client, 0);
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThanOrEqual(archivedTables.length + keptRows.length);
    expect(steps.filter((step) => /^SCAN|TEMP B-TREE/.test(step))).toEqual([]);
  });
});
