import { env } from "cloudflare:workers";
import { hash as bcryptHash } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { hashPassword, nobodysHash, verifyPassword } from "./password.ts";

const good = { ok: true, rehash: false };
const bad = { ok: false, rehash: false };

describe("a password", () => {
  it("is kept as argon2id with 19 MiB, two passes, a salt of 16 and a tag of 32 bytes, and the name of its pepper", async () => {
    const [one, other] = await Promise.all([hashPassword(env, "correct horse"), hashPassword(env, "correct horse")]);
    const parts = /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=([A-Za-z0-9+/]{8})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/.exec(one);
    expect(parts).not.toBeNull();
    expect(one).not.toBe(other);
    expect(await verifyPassword(env, "correct horse", one)).toEqual(good);
    expect(await verifyPassword(env, "correct hors", one)).toEqual(bad);
  });

  it("is compared whole, whatever its script", async () => {
    const hash = await hashPassword(env, "éa");
    expect(await verifyPassword(env, "éb", hash)).toEqual(bad);
    expect(await verifyPassword(env, "e\u0301a", hash)).toEqual(good);
  });

  it("is compared whole, whatever its length", async () => {
    const long = "x".repeat(1023);
    const hash = await hashPassword(env, `${long}a`);
    expect(await verifyPassword(env, `${long}b`, hash)).toEqual(bad);
    expect(await verifyPassword(env, `${long}a`, hash)).toEqual(good);
  });

  it("is worth nothing without the pepper, which can be rotated", async () => {
    const hash = await hashPassword({ PASSWORD_PEPPER: "old" }, "correct horse");
    expect(await verifyPassword({ PASSWORD_PEPPER: "new" }, "correct horse", hash)).toEqual(bad);
    expect(await verifyPassword({ PASSWORD_PEPPER: "new old" }, "correct horse", hash)).toEqual({ ok: true, rehash: true });
  });

  it("is never taken for right by the hash of nobody, nor by what is no hash", async () => {
    expect(await verifyPassword(env, "", nobodysHash)).toEqual(bad);
    for (const hash of [
      "",
      "none",
      "$argon2id$",
      "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$2b$",
      "$2b$04$x",
    ]) {
      expect(await verifyPassword(env, "correct horse", hash)).toEqual(bad);
    }
  });
});

describe("a hash from elsewhere", () => {
  it("by bcrypt is taken in all its spellings, and is to be replaced", async () => {
    const hash = await bcryptHash("correct horse", 4);
    for (const spelling of ["$2a$", "$2b$", "$2y$"]) {
      const imported = hash.replace(/^\$2.\$/, spelling);
      expect(await verifyPassword(env, "correct horse", imported)).toEqual({ ok: true, rehash: true });
      expect(await verifyPassword(env, "wrong horse", imported)).toEqual(bad);
    }
  });
});
