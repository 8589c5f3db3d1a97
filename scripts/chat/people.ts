import { spawnSync } from "node:child_process";
import { createPrivateKey, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SigningKeys } from "../../contracts/signing-keys.ts";
import { childEnvironment, command, root } from "../local/project.ts";

/** Who takes part: their passwords are nobody's, because a hash for each of hundreds takes minutes. They come with tokens that are signed here. */
export const userIdOf = (place: number): string => `usr_journey_${place}`;

/** Who is in which journey: the first place and how many. Nobody is in two of them, because a limit counts what a person does at all apps together. */
export const cast = {
  senders: { from: 0, count: 50 },
  readers: { from: 50, count: 200 },
  repeater: { from: 250, count: 1 },
  idlers: { from: 251, count: 100 },
} as const;
export const peopleCount = Object.values(cast).reduce((sum, { count }) => sum + count, 0);

/** Puts so many people and a session of each into the local database, while nothing runs on it. */
export function addPeople(wranglerState: string, count: number, now: number): void {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`;
  const file = join(wranglerState, "people.sql");
  writeFileSync(
    file,
    `INSERT INTO users (id, email, username, name, password_hash, created_at, updated_at)
     ${numbers} SELECT 'usr_journey_' || i, 'journey-' || i || '@example.com', 'journey-' || i, 'Somebody', 'none', ${now}, ${now} FROM n;
     INSERT INTO sessions (id, user_id, audience, created_at, last_used_at, expires_at)
     ${numbers} SELECT 'ses_journey_' || i, 'usr_journey_' || i, 'journey', ${now}, ${now}, ${now + 86_400_000} FROM n;`,
  );
  const { status, stdout, stderr } = spawnSync(
    command("wrangler"),
    ["d1", "execute", "marquee", "--local", "--persist-to", wranglerState, "--yes", "--file", file],
    { cwd: root, env: childEnvironment(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  if (status !== 0) throw new Error(`The people could not be added.\n${stdout}\n${stderr}`);
}

/** An access token as the platform makes it, good for fifteen minutes. `keys`: SIGNING_KEYS of .dev.vars. */
export function accessToken(keys: string, appId: string, place: number, now: number): string {
  const [key]: SigningKeys = JSON.parse(keys);
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    iss: "marquee",
    sub: userIdOf(place),
    aud: appId,
    sid: `ses_journey_${place}`,
    role: "USER",
    iat: issuedAt,
    exp: issuedAt + 900,
  };
  const signed = [{ alg: "ES256", typ: "at+jwt", kid: key.kid }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = sign("sha256", Buffer.from(signed), {
    key: createPrivateKey({ key: { ...key }, format: "jwk" }),
    dsaEncoding: "ieee-p1363",
  });
  return `${signed}.${signature.toString("base64url")}`;
}
