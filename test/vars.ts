import { exportJWK, generateKeyPair } from "jose";
import { localStripe } from "../scripts/stripe/credentials.ts";

/** The secrets of a test run, made anew each time, and the Stripe of this machine, for whoever pays by Stripe. The administrator's password hash is set up by the tests that log in. */
export async function testVars(stripeUrl: string, webhookReceiver: string): Promise<Record<string, string>> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const secret = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  return {
    ENVIRONMENT: "local",
    ADMIN_EMAIL: "admin@marquee.test",
    ADMIN_PASSWORD_HASH: "",
    LOG_LEVEL: "error",
    OUTBOUND_ALLOW: [stripeUrl, webhookReceiver].map((url) => new URL(url).host).join(" "),
    STRIPE_API_URL: stripeUrl,
    STRIPE_SECRET_KEY: localStripe.secretKey,
    STRIPE_WEBHOOK_SECRET: localStripe.webhookSecret,
    PASSWORD_PEPPER: secret(),
    TOKEN_SECRET: secret(),
    CONFIG_TOKEN: secret(),
    PAYMENTS_WEBHOOK_SECRET: `whsec_${secret()}`,
    SIGNING_KEYS: JSON.stringify([{ ...(await exportJWK(privateKey)), kid: "test" }]),
  };
}
