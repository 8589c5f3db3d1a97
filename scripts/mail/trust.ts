import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "./self-signed.ts";

const variable = "NODE_EXTRA_CA_CERTS";
const keyVariable = "LOCAL_MAIL_KEY";

/** Makes the local mail servers' certificate one that Workers trust, beside those that the environment names already. Before Miniflare is loaded. */
export function trustLocalMail(): void {
  const { key, cert } = selfSigned(new Date());
  const others = process.env[variable];
  const folder = mkdtempSync(join(tmpdir(), "marquee-mail-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "trusted.pem");
  writeFileSync(file, cert + (others !== undefined && existsSync(others) ? readFileSync(others, "utf8") : ""));
  process.env[variable] = file;
  process.env[keyVariable] = key;
}

/** The certificate that `trustLocalMail` made, with its key. */
export function trustedCertificate(): { key: string; cert: string } {
  const { [variable]: file = "", [keyVariable]: key = "" } = process.env;
  const [cert = ""] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(readFileSync(file, "utf8")) ?? [];
  return { key, cert };
}
