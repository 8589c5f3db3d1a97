import { createInterface } from "node:readline/promises";
import { localAdmin } from "./dev-vars.ts";

/** Where `npm start` runs: on PORT, as it does. */
const localOrigin = (): string => `http://localhost:${process.env.PORT ?? 8787}`;

/**
 * As the administrator of the platform at this origin, by default the one on this laptop. The password is asked for where it is not this laptop's, or where
 * ADMIN_EMAIL names somebody else.
 */
export async function asAdmin(
  at: string = localOrigin(),
): Promise<{ origin: string; get: (path: string) => Promise<unknown>; post: (path: string, body: object) => Promise<unknown> }> {
  const { origin, isLocal } = placeOf(at);
  const admin = isLocal && !process.env.ADMIN_EMAIL ? localAdmin : await askForAdmin();
  const { accessToken } = await post<{ accessToken: string }>(origin, "/admin/login", admin);
  const headers = { authorization: `Bearer ${accessToken}` };
  return {
    origin,
    get: async (path) => dataOf(path, await reach(origin, path, { headers })),
    post: (path, body) => post(origin, path, body, headers),
  };
}

function placeOf(text: string): { origin: string; isLocal: boolean } {
  const url = URL.parse(text);
  const isLocal = url?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname);
  if (url === null || url.pathname !== "/" || !(url.protocol === "https:" || isLocal)) {
    throw new Error(`“${text}” is no origin such as https://tickets.example.com`);
  }
  return { origin: url.origin, isLocal };
}

async function askForAdmin(): Promise<{ email: string; password: string }> {
  const email = process.env.ADMIN_EMAIL;
  if (!email) throw new Error("Set ADMIN_EMAIL to the administrator's address first: ADMIN_EMAIL=… npm run … -- https://…");
  const input = createInterface({ input: process.stdin, output: process.stderr });
  const password = await input.question(process.stdin.isTTY ? `Password of ${email}: ` : "");
  input.close();
  return { email, password };
}

/** The `data` of the answer. Throws with the platform's own words if it refuses. */
async function post<Data>(origin: string, path: string, body: object, headers: Record<string, string> = {}): Promise<Data> {
  const json = { "content-type": "application/json", ...headers };
  return dataOf(path, await reach(origin, path, { method: "POST", headers: json, body: JSON.stringify(body) }));
}

async function reach(origin: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${origin}/api/v1${path}`, init);
  } catch (error) {
    throw new Error(`Nobody answers at ${origin}. On a laptop npm start has to be running, and PORT says where if it is not 8787.`, {
      cause: error,
    });
  }
}

async function dataOf<Data>(path: string, answer: Response): Promise<Data> {
  const { data, error } = (await answer.json()) as { data?: Data; error?: { code: string; message: string } };
  if (data === undefined) throw new Error(`${path} answered ${answer.status} ${error?.code ?? ""}: ${error?.message ?? ""}`);
  return data;
}
