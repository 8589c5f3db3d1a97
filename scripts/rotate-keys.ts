import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { experimental_readRawConfig } from "wrangler";
import { SigningKeys } from "../contracts/signing-keys.ts";
import { requireLogIn } from "./deploy/cloudflare.ts";
import { runWrangler } from "./deploy/run-wrangler.ts";
import { definedIn } from "./local/dev-vars.ts";
import { inProject } from "./local/project.ts";
import { publishedKeys, rotated, withKeys } from "./signing-keys.ts";

// npm run rotate-keys: gives the platform a new key to sign tokens with, and lets the former one verify until its last token has expired. On this
// laptop, in .dev.vars; or of a deployment: npm run rotate-keys -- https://tickets.example.com. With --drop-old the former keys verify nothing
// from now on, so that every token must be made anew: for a key that somebody else may have.

const secretsFile = inProject("dist", "rotated-keys.json");

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { "drop-old": { type: "boolean", default: false } } });
  const [deployment] = positionals;
  if (deployment === undefined) rotateHere(values["drop-old"]);
  else await rotateAt(deployment, values["drop-old"]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function rotateHere(dropOld: boolean): void {
  const file = inProject(".dev.vars");
  const text = readFileSync(file, "utf8");
  const former = SigningKeys.parse(JSON.parse(definedIn(text).SIGNING_KEYS ?? "[]"));
  const keys = rotated(dropOld ? [] : former, new Date());
  writeFileSync(file, withKeys(text, keys), { mode: 0o600 });
  report(keys);
}

/** A secret cannot be read back, so the former keys' public halves come from where the deployment publishes them. */
async function rotateAt(deployment: string, dropOld: boolean): Promise<void> {
  const origin = URL.parse(deployment);
  if (origin?.protocol !== "https:" || origin.pathname !== "/")
    throw new Error(`“${deployment}” is no origin such as https://tickets.example.com`);
  requireLogIn();
  const keys = rotated(dropOld ? [] : await keysAt(origin), new Date());
  const { rawConfig } = experimental_readRawConfig({ config: inProject("wrangler.toml") });
  mkdirSync(inProject("dist"), { recursive: true });
  try {
    writeFileSync(secretsFile, JSON.stringify({ SIGNING_KEYS: JSON.stringify(keys) }), { mode: 0o600 });
    runWrangler("secret", "bulk", secretsFile, "--name", String(rawConfig.name));
  } finally {
    rmSync(secretsFile, { force: true });
  }
  report(keys);
}

async function keysAt(origin: URL) {
  const answer = await fetch(new URL("/.well-known/jwks.json", origin), { redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
  return publishedKeys(await answer.json());
}

function report(keys: { kid: string; retiresAt?: number | undefined }[]): void {
  for (const { kid, retiresAt } of keys) {
    console.log(retiresAt === undefined ? `${kid} signs from now on` : `${kid} verifies until ${new Date(retiresAt * 1000).toISOString()}`);
  }
}
