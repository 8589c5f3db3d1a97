import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { importJWK, SignJWT } from "jose";

const adminEmail = "admin@bench.test";
const secondsValid = 2 * 3600;

/** The settings of a benchmark's platform and the key that signs for both sides. */
export class Secrets {
  readonly publicKey: JsonWebKey & { kid: string };
  /** With which the configuration service answers. */
  readonly configToken = randomBytes(32).toString("base64url");
  readonly #privateKey: JsonWebKey & { kid: string };

  constructor() {
    const { kty, crv, x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
    this.publicKey = { kty, crv, x, y, kid: "bench" } as JsonWebKey & { kid: string };
    this.#privateKey = { ...this.publicKey, d } as JsonWebKey & { kid: string };
  }

  vars(): Record<string, string> {
    const secret = () => randomBytes(32).toString("base64url");
    return {
      ENVIRONMENT: "local",
      PUBLIC_URL: "",
      ADMIN_EMAIL: adminEmail,
      CONFIG_TOKEN: this.configToken,
      ADMIN_PASSWORD_HASH: "",
      MAIL_FROM: "Bench <bench@bench.test>",
      PAYMENT_PROVIDER: "simulated",
      OUTBOUND_ALLOW: "",
      LOG_LEVEL: "warn",
      SIGNING_KEYS: JSON.stringify([this.#privateKey]),
      PASSWORD_PEPPER: secret(),
      TOKEN_SECRET: secret(),
      PAYMENTS_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString("base64")}`,
    };
  }

  adminToken(): Promise<string> {
    return this.#sign("admin+jwt", adminEmail, "marquee:admin", {});
  }

  /** Access tokens of that many users of an app, as workers/identity/access-token.ts makes them. */
  userTokens(appId: string, count: number): Promise<string[]> {
    const sign = (_: unknown, place: number) =>
      this.#sign("at+jwt", `usr_bench_${place}`, appId, { sid: `ses_bench_${place}`, role: "USER" });
    return Promise.all(Array.from({ length: count }, sign));
  }

  async #sign(type: string, subject: string, audience: string, claims: Record<string, string>): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", typ: type, kid: this.#privateKey.kid })
      .setIssuer("marquee")
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + secondsValid)
      .sign(await importJWK(this.#privateKey as never, "ES256"));
  }
}
