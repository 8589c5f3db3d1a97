import { parseArgs } from "node:util";
import { asAdmin } from "./local/as-admin.ts";

// npm run ledger:rebuild: has showtimes tell the database (D1) their reservations, bookings and seats anew. On this laptop, beside `npm start`; or of a
// deployment, with ADMIN_EMAIL in the environment and the password asked for: npm run ledger:rebuild -- https://tickets.example.com.
// With --app app_… only that app's showtimes; with --showtime sho_… that showtime, and with both one that the database has lost.

interface Rebuilding {
  rebuild: { showtimes: number; next: string | null };
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { app: { type: "string" }, showtime: { type: "string" } } });
  const { origin, post } = await asAdmin(positionals[0]);
  const scope = { ...(values.app && { appId: values.app }), ...(values.showtime && { showtimeId: values.showtime }) };
  let showtimes = 0;
  let after: string | null = null;
  do {
    const { rebuild } = (await post("/admin/ledger/rebuild", { ...scope, ...(after !== null && { after }) })) as Rebuilding;
    showtimes += rebuild.showtimes;
    after = rebuild.next;
  } while (after !== null);
  console.log(`${showtimes} showtimes at ${origin} tell everything anew, in the background. It may be asked for again at any time.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
