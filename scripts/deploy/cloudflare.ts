import { z } from "zod";
import { askWrangler } from "./run-wrangler.ts";

const Databases = z.array(z.looseObject({ uuid: z.string(), name: z.string() }));
const Secrets = z.array(z.looseObject({ name: z.string() }));

/** Throws unless wrangler has credentials, by CLOUDFLARE_API_TOKEN or by wrangler login. */
export function requireLogIn(): void {
  if (!askWrangler("whoami", "--json").ok)
    throw new Error("Wrangler has no Cloudflare credentials: set CLOUDFLARE_API_TOKEN, or run npx wrangler login.");
}

/** The id of the D1 database of this name, which is made if there is none. */
export function ensureD1(name: string): string {
  const find = () => Databases.parse(JSON.parse(answerOf("d1", "list", "--json"))).find((database) => database.name === name)?.uuid;
  const known = find();
  if (known !== undefined) return known;
  answerOf("d1", "create", name);
  const made = find();
  if (made === undefined) throw new Error(`wrangler d1 create ${name} made no database that wrangler d1 list shows.`);
  return made;
}

/** Makes the queue unless it is there. */
export function ensureQueue(name: string): void {
  const { ok, complaint } = askWrangler("queues", "create", name);
  if (!ok && !/already (exists|taken)|11009/i.test(complaint)) throw new Error(`wrangler queues create ${name} failed.\n${complaint}`);
}

/** Makes the R2 bucket unless it is there. */
export function ensureBucket(name: string): void {
  const { ok, complaint } = askWrangler("r2", "bucket", "create", name);
  if (!ok && !/already exists|10004/i.test(complaint)) throw new Error(`wrangler r2 bucket create ${name} failed.\n${complaint}`);
}

/** The names of the secrets that the Worker has; none if it was never deployed. */
export function deployedSecrets(worker: string): string[] {
  const { ok, output, complaint } = askWrangler("secret", "list", "--name", worker, "--format", "json");
  if (ok) return Secrets.parse(JSON.parse(output)).map(({ name }) => name);
  if (/10007|does not exist|not found/i.test(complaint)) return [];
  throw new Error(`wrangler secret list failed.\n${complaint}`);
}

function answerOf(...args: string[]): string {
  const { ok, output, complaint } = askWrangler(...args);
  if (!ok) throw new Error(`wrangler ${args.join(" ")} failed.\n${complaint}`);
  return output;
}
