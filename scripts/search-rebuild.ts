import { parseArgs } from "node:util";
import { asAdmin } from "./local/as-admin.ts";

// npm run search:rebuild: makes the search indexes of listings and products anew from D1. On this laptop, beside `npm start`; or of a deployment, with
// ADMIN_EMAIL in the environment and the password asked for: npm run search:rebuild -- https://tickets.example.com. With --app app_… only that app's.

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { app: { type: "string" } } });
  const { origin, post } = await asAdmin(positionals[0]);
  await post("/admin/search/rebuild", { ...(values.app && { appId: values.app }) });
  console.log(
    `Rebuilding the search of ${values.app ?? "every app"} at ${origin}, in the background. It may be asked for again at any time.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
