import { parseArgs } from "node:util";
import { BackupList, RestoreAnswer } from "../contracts/backups.ts";
import { asAdmin } from "./local/as-admin.ts";
import { followRun } from "./restore/follow-run.ts";
import { verdictOn } from "./restore/verdict.ts";

// npm run restore: lists the backups. With -- --from <id> it brings one back, shows how far it is, and ends with an error unless everything is as it was; with
// --overwrite in place of what is there. On this laptop, beside `npm start`; or of a deployment, with ADMIN_EMAIL in the environment and the password asked for:
// npm run restore -- --from 20261121T020004Z --url https://tickets.example.com.

const firstChoice = `
Within 30 days there is something better: D1's Time Travel and the objects' own point-in-time recovery, which lose seconds and not a day, and need no empty
platform. docs/backups.md says how. This restore is for what they cannot do: another account, a deleted database, a moment longer ago.
`;

const print = (line: string) => console.log(line);

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: "string" }, url: { type: "string" }, overwrite: { type: "boolean", default: false } },
  });
  const at = values.url ?? positionals[0];
  const { origin, get, post } = await asAdmin(at);
  if (origin.startsWith("https:") && values.from !== undefined) print(firstChoice);
  if (values.from === undefined) {
    const { items } = BackupList.parse(await get("/admin/backups"));
    for (const { id, finishedAt, rows, objects, bytes } of items)
      print(`${id}  ended ${finishedAt}, ${rows} rows, ${objects} showtimes and rooms, ${(bytes / 1_000_000).toFixed(1)} MB`);
    print(items.length === 0 ? `${origin} has no backup: npm run backup makes one.` : "npm run restore -- --from <id> brings one back.");
  } else {
    const body = { overwrite: values.overwrite };
    const { run } = RestoreAnswer.parse(await post(`/admin/backups/${encodeURIComponent(values.from)}/restore`, body));
    const { ok, lines } = verdictOn(await followRun({ get, run, print }));
    for (const line of lines) print(line);
    if (!ok) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
