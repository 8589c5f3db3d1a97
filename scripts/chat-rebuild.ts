import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { localAdmin } from "./local/dev-vars.ts";

// npm run chat:rebuild: has the chat's rooms tell the archive (D1 and the search index) everything anew. On this laptop, beside `npm start`; or of a
// deployment, with ADMIN_EMAIL in the environment and the password asked for: npm run chat:rebuild -- https://tickets.example.com.
// With --app app_… only that app's rooms; with --room room_… that room, and with both one that the archive has lost.

const localOrigin = "http://localhost:8787";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { app: { type: "string" }, room: { type: "string" } } });
  const origin = originOf(positionals[0] ?? localOrigin);
  const admin = origin === localOrigin ? localAdmin : await askForAdmin();
  const { accessToken } = await post<{ accessToken: string }>(origin, "/admin/login", admin);
  const scope = { ...(values.app && { appId: values.app }), ...(values.room && { roomId: values.room }) };
  await post(origin, "/admin/chat/rebuild", scope, { authorization: `Bearer ${accessToken}` });
  console.log(
    `Rebuilding ${values.room ?? values.app ?? "everything"} at ${origin}, in the background. It may be asked for again at any time.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function originOf(text: string): string {
  const url = URL.parse(text);
  const isLocal = url?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname);
  if (url === null || url.pathname !== "/" || !(url.protocol === "https:" || isLocal)) {
    throw new Error(`“${text}” is no origin such as https://tickets.example.com`);
  }
  return url.origin;
}

async function askForAdmin(): Promise<{ email: string; password: string }> {
  const email = process.env.ADMIN_EMAIL;
  if (!email) throw new Error("Set ADMIN_EMAIL to the administrator's address first: ADMIN_EMAIL=… npm run chat:rebuild -- https://…");
  const input = createInterface({ input: process.stdin, output: process.stderr });
  const password = await input.question(process.stdin.isTTY ? `Password of ${email}: ` : "");
  input.close();
  return { email, password };
}

/** The `data` of the answer. Throws with the platform's own words if it refuses. */
async function post<Data>(origin: string, path: string, body: object, headers: Record<string, string> = {}): Promise<Data> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const { data, error } = (await answer.json()) as { data?: Data; error?: { code: string; message: string } };
  if (data === undefined) throw new Error(`${path} answered ${answer.status} ${error?.code ?? ""}: ${error?.message ?? ""}`);
  return data;
}
