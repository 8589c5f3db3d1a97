import { exportJWK, generateKeyPair } from "jose";

/** The secrets of a test run, made anew each time. The administrator's password hash is set up by the tests that log in. */
export async function testVars(): Promise<Record<string, string>> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const secret = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  return {
    ENVIRONMENT: "local",
    ADMIN_EMAIL: "admin@marquee.test",
    ADMIN_PASSWORD_HASH: "",
    LOG_LEVEL: "error",
    PASSWORD_PEPPER: secret(),
    TOKEN_SECRET: secret(),
    CONFIG_TOKEN: secret(),
    PAYMENTS_WEBHOOK_SECRET: `whsec_${secret()}`,
    SIGNING_KEYS: JSON.stringify([{ ...(await exportJWK(privateKey)), kid: "test" }]),
  };
}
