import { JobRunAnswer } from "../contracts/jobs.ts";
import { asAdmin } from "./local/as-admin.ts";
import { followRun } from "./restore/follow-run.ts";

// npm run backup: makes a backup now and shows how far it is. On this laptop, beside `npm start`; or of a deployment, with ADMIN_EMAIL in the environment and the
// password asked for: npm run backup -- https://tickets.example.com.

try {
  const { get, post } = await asAdmin(process.argv[2]);
  const { run } = JobRunAnswer.parse(await post("/admin/jobs/backup", {}));
  const { status, error, report } = await followRun({ get, run, print: (line) => console.log(line) });
  if (status !== "DONE") throw new Error(`There is no backup: ${error}`);
  console.log(`The backup ${report.backup} is whole. npm run restore lists what there is.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
