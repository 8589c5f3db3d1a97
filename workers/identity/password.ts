import { argon2id, setWASMModules } from "argon2-wasm-edge";
import argon2WASM from "argon2-wasm-edge/wasm/argon2.wasm";
import blake2bWASM from "argon2-wasm-edge/wasm/blake2b.wasm";
import { compare } from "bcryptjs";
import { sameText, toBase64 } from "../platform/digest.ts";
import { peppersOf, seasoned } from "./pepper.ts";

/** OWASP's second row for argon2id: 19 MiB, two passes. */
const current = { memorySize: 19_456, iterations: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;

type PepperEnv = Pick<Env, "PASSWORD_PEPPER">;

/** argon2id of the peppered password, as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1,keyid=<pepper>$<salt>$<tag>`. About 100 ms of CPU. */
export async function hashPassword(env: PepperEnv, password: string): Promise<string> {
  const [pepper] = await peppersOf(env);
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const tag = await argon2(await seasoned(pepper, password), salt, current);
  const { memorySize: m, iterations: t, parallelism: p } = current;
  return `$argon2id$v=19$m=${m},t=${t},p=${p},keyid=${pepper.id}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * Whether this is the password of this hash: one of ours, or bcrypt's (`$2a$`, `$2b$`, `$2y$`, without pepper) of an account that was brought
 * from elsewhere. `rehash`: it is, but the hash is weaker than those we make now; store a new one. False for a hash of any other kind, after the
 * same work: an account that has no password takes as long as one that has.
 */
export async function verifyPassword(env: PepperEnv, password: string, hash: string): Promise<{ ok: boolean; rehash: boolean }> {
  if (/^\$2[aby]\$/.test(hash)) {
    const ok = await compare(password, hash);
    return { ok, rehash: ok };
  }
  const parts = phc(hash);
  if (parts === null) return verifyPassword(env, password, nobodysHash);
  const [newest, ...older] = await peppersOf(env);
  const pepper = older.find(({ id }) => id === parts.pepperId) ?? newest;
  const tag = await argon2(await seasoned(pepper, password), parts.salt, parts.parameters);
  const ok = sameText(unpadded(tag), parts.tag);
  return { ok, rehash: ok && (parts.weaker || parts.pepperId !== newest.id) };
}

/** A hash that no password has, to verify against where there is no account: it takes as long as a real one. */
export const nobodysHash = `$argon2id$v=19$m=19456,t=2,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;

const unpadded = (bytes: Uint8Array): string => toBase64(bytes).replace(/=+$/, "");

const pattern =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})(?:,keyid=([A-Za-z0-9+/]{8}))?\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** The parts of a PHC string with a salt of 16 and a tag of 32 bytes. One that names no pepper was made with the newest. */
function phc(hash: string) {
  const [, m, t, p, pepperId, salt, tag] = pattern.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) return null;
  const parameters = { memorySize: Number(m), iterations: Number(t), parallelism: Number(p) };
  const weaker = parameters.memorySize < current.memorySize || parameters.iterations < current.iterations;
  return { parameters, weaker, pepperId, salt: Uint8Array.from(atob(salt), (character) => character.charCodeAt(0)), tag };
}

let turn: Promise<void> = Promise.resolve();
/** A request that was cancelled never says that it is done, so nobody waits for it longer than this. */
const patienceMs = 5000;

await setWASMModules({ argon2WASM, blake2bWASM });

/** One hash at a time: side by side they would be no faster, and seven times 19 MiB is more than the isolate has. */
async function argon2(password: string, salt: Uint8Array, parameters: typeof current): Promise<Uint8Array> {
  const before = turn;
  let done = () => {};
  turn = new Promise((resolve) => {
    done = resolve;
  });
  const waited = new AbortController();
  await Promise.race([before, scheduler.wait(patienceMs, { signal: waited.signal })]);
  waited.abort();
  try {
    return await argon2id({ password, salt, ...parameters, hashLength: tagBytes, outputType: "binary" });
  } finally {
    done();
  }
}
