import { parseArgs } from "node:util";
import { asAdmin } from "./local/as-admin.ts";

// npm run chat:rebuild: has the chat's rooms tell the archive (D1 and the search index) everything anew. On this laptop, beside `npm start`; or of a
// deployment, with ADMIN_EMAIL in the environment and the password asked for: npm run chat:rebuild -- https://tickets.example.com.
// With --app app_… only that app's rooms; with --room room_… that room, and with both one that the archive has lost.

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { app: { type: "string" }, room: { type: "string" } } });
  const { origin, post } = await asAdmin(positionals[0]);
  await post("/admin/chat/rebuild", { ...(values.app && { appId: values.app }), ...(values.room && { roomId: values.room }) });
  console.log(
    `Rebuilding ${values.room ?? values.app ?? "everything"} at ${origin}, in the background. It may be asked for again at any time.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
