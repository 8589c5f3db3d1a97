import { describe, expect, it } from "vitest";
import { freshSecrets, secretNames } from "../fresh-secrets.ts";
import { localAdmin } from "../local/dev-vars.ts";
import { hashPassword } from "../password-hash.ts";
import { type DeployFacts, decideDeploy } from "./decide.ts";

const now = new Date("2026-11-21T09:00:00Z");
const devVars = { ...freshSecrets(now), ADMIN_EMAIL: localAdmin.email };
const vars = {
  ENVIRONMENT: "production",
  PUBLIC_URL: "",
  ADMIN_EMAIL: "",
  MAIL_FROM: "Marquee <t@example.com>",
  PAYMENT_PROVIDER: "simulated",
  OUTBOUND_ALLOW: "",
  LOG_LEVEL: "info",
};
const decent = { ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "a long and private sentence" };
const facts = (environment: Record<string, string>, more: Partial<DeployFacts> = {}): DeployFacts => ({
  environment,
  vars,
  devVars,
  deployedSecrets: [],
  now,
  ...more,
});
const problemsOf = (environment: Record<string, string>, more: Partial<DeployFacts> = {}): string => {
  const decision = decideDeploy(facts(environment, more));
  return decision.ok ? "none" : decision.problems.join("\n");
};

describe("a first deployment", () => {
  it("gets fresh secrets and the administrator's hashed password", () => {
    const decision = decideDeploy(facts(decent));
    if (!decision.ok) throw new Error(decision.problems.join("\n"));
    expect(Object.keys(decision.secrets).sort()).toEqual([...secretNames].sort());
    expect(decision.secrets.ADMIN_PASSWORD_HASH).toMatch(/^\$argon2id\$/);
    expect(decision.vars).toMatchObject({ ENVIRONMENT: "production", ADMIN_EMAIL: "ada@example.com" });
    expect(JSON.stringify(decision)).not.toContain(decent.ADMIN_PASSWORD);
  });

  it("says that test cards buy real seats while payments are simulated", () => {
    expect(decideDeploy(facts(decent))).toMatchObject({ notes: expect.arrayContaining([expect.stringContaining("simulated")]) });
  });

  it("says that nobody can restore its backups elsewhere, unless the secret that opens them was brought along", () => {
    const backups = expect.arrayContaining([expect.stringContaining("backups")]);
    expect(decideDeploy(facts(decent))).toMatchObject({ notes: backups });
    expect(decideDeploy(facts({ ...decent, TOKEN_SECRET: "t".repeat(43) }))).toMatchObject({
      notes: expect.not.arrayContaining(backups.sample),
    });
  });

  it("needs an administrator", () => {
    expect(problemsOf({})).toMatch(/ADMIN_EMAIL is not set/);
    expect(problemsOf({})).toMatch(/no password yet/);
  });
});

describe("the key of the mail provider", () => {
  const withMail = { vars: { ...vars, MAIL_API_URL: "", MAIL_API_KEY: "" } };
  const mail = { ...decent, MAIL_API_URL: "https://api.resend.com/emails", MAIL_API_KEY: "re_key" };

  it("is a secret and no setting, and is left out where it is not given", () => {
    const decision = decideDeploy(facts(mail, withMail));
    expect(decision).toMatchObject({ ok: true, secrets: { MAIL_API_KEY: "re_key" }, vars: { MAIL_API_URL: mail.MAIL_API_URL } });
    expect(decision.ok && "MAIL_API_KEY" in decision.vars).toBe(false);
    const without = decideDeploy(facts(decent, withMail));
    expect(without.ok && ("MAIL_API_KEY" in without.secrets || "MAIL_API_KEY" in without.vars)).toBe(false);
    expect(without).toMatchObject({ notes: expect.arrayContaining([expect.stringContaining("mails wait")]) });
  });

  it("goes to an https address only", () => {
    expect(problemsOf({ ...mail, MAIL_API_URL: "http://127.0.0.1:9911/emails" }, withMail)).toMatch(/MAIL_API_URL is/);
  });
});

describe("a deployment that sends mails", () => {
  const mailVars = { vars: { ...vars, MAIL_TRANSPORT: "", MAIL_API_URL: "", MAIL_API_KEY: "", SMTP_URL: "", MAIL_WEBHOOK_SECRET: "" } };
  const smtp = { ...decent, SMTP_URL: "smtps://us%40er:p%2Fw@smtp.example.com:465", MAIL_WEBHOOK_SECRET: `whsec_${"a".repeat(32)}` };

  it("by SMTP has the address with its password, and what the provider signs with, as secrets, and need not be told them again", () => {
    const decision = decideDeploy(facts({ ...smtp, MAIL_TRANSPORT: "smtp" }, mailVars));
    expect(decision).toMatchObject({ ok: true, secrets: { SMTP_URL: smtp.SMTP_URL, MAIL_WEBHOOK_SECRET: smtp.MAIL_WEBHOOK_SECRET } });
    expect(decision.ok && Object.keys(decision.vars).filter((name) => /SMTP|WEBHOOK/.test(name))).toEqual([]);
    expect(decision.ok && decision.notes.join()).not.toContain("mails wait");
    const later = { ...mailVars, deployedSecrets: ["SMTP_URL"] };
    expect(problemsOf({ ...decent, MAIL_TRANSPORT: "smtp" }, later)).toBe("none");
    expect(decideDeploy(facts(decent, later))).toMatchObject({
      notes: expect.not.arrayContaining([expect.stringContaining("mails wait")]),
    });
  });

  it("by Cloudflare needs nothing else", () => {
    const decision = decideDeploy(facts({ ...decent, MAIL_TRANSPORT: "cloudflare" }, mailVars));
    expect(decision.ok && decision.notes.join()).not.toContain("mails wait");
  });
});

describe("a deployment that takes money by Stripe", () => {
  const stripeVars = {
    vars: { ...vars, STRIPE_SECRET_KEY: "", STRIPE_WEBHOOK_SECRET: "", STRIPE_PUBLISHABLE_KEY: "", STRIPE_API_URL: "" },
  };
  const stripe = {
    ...decent,
    PAYMENT_PROVIDER: "stripe",
    PUBLIC_URL: "https://tickets.example.com",
    STRIPE_SECRET_KEY: "sk_live_abc",
    STRIPE_WEBHOOK_SECRET: "whsec_abc",
  };

  it("has both of its secrets as secrets, and need not be told them again", () => {
    const decision = decideDeploy(facts(stripe, stripeVars));
    expect(decision).toMatchObject({ ok: true, secrets: { STRIPE_SECRET_KEY: "sk_live_abc", STRIPE_WEBHOOK_SECRET: "whsec_abc" } });
    expect(decision.ok && Object.keys(decision.vars).filter((name) => name.startsWith("STRIPE_"))).toEqual([
      "STRIPE_PUBLISHABLE_KEY",
      "STRIPE_API_URL",
    ]);
    const { STRIPE_SECRET_KEY: _key, STRIPE_WEBHOOK_SECRET: _webhook, ...later } = stripe;
    expect(problemsOf(later, { ...stripeVars, deployedSecrets: ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] })).toBe("none");
    expect(problemsOf(later, stripeVars)).toMatch(/no STRIPE_SECRET_KEY[\s\S]*no STRIPE_WEBHOOK_SECRET/);
  });

  it("says so when the key is a test key", () => {
    expect(decideDeploy(facts({ ...stripe, STRIPE_SECRET_KEY: "sk_test_abc" }, stripeVars))).toMatchObject({
      notes: expect.arrayContaining([expect.stringContaining("test key")]),
    });
  });

  it.each([
    ["another provider", { PAYMENT_PROVIDER: "paypal" }, /PAYMENT_PROVIDER is “paypal”/],
    ["another place than Stripe", { STRIPE_API_URL: "http://127.0.0.1:1" }, /STRIPE_API_URL/],
    ["a publishable key", { STRIPE_SECRET_KEY: "pk_live_abc" }, /STRIPE_SECRET_KEY/],
    ["a secret key where pages see it", { STRIPE_PUBLISHABLE_KEY: "sk_live_abc" }, /STRIPE_PUBLISHABLE_KEY/],
    ["a webhook secret of another kind", { STRIPE_WEBHOOK_SECRET: "we_abc" }, /STRIPE_WEBHOOK_SECRET/],
    ["no way back from the bank", { PUBLIC_URL: "" }, /PUBLIC_URL/],
  ])("refuses %s", (_what, environment, problem) => {
    expect(problemsOf({ ...stripe, ...environment }, stripeVars)).toMatch(problem);
  });
});

describe("a later deployment", () => {
  const deployed = { deployedSecrets: [...secretNames] };

  it("leaves the secrets that are there as they are", () => {
    expect(decideDeploy(facts({ ADMIN_EMAIL: "ada@example.com" }, deployed))).toMatchObject({ ok: true, secrets: {} });
  });

  it("takes a new signing key from the environment", () => {
    const { SIGNING_KEYS } = freshSecrets(now);
    expect(decideDeploy(facts({ ADMIN_EMAIL: "ada@example.com", SIGNING_KEYS }, deployed))).toMatchObject({
      ok: true,
      secrets: { SIGNING_KEYS },
    });
  });

  it("cannot hash a password for a pepper that it does not know", () => {
    expect(problemsOf(decent, deployed)).toMatch(/set PASSWORD_PEPPER as well/);
  });
});

describe("a deployment refuses", () => {
  const pepper = "p".repeat(43);

  it.each([
    ["the local environment", { ENVIRONMENT: "local" }, /ENVIRONMENT is “local”/],
    ["an environment that it does not know", { ENVIRONMENT: "staging" }, /ENVIRONMENT is “staging”/],
    ["the local administrator", { ADMIN_EMAIL: "Admin@Marquee.test" }, /everybody knows/],
    ["the local password", { ADMIN_PASSWORD: localAdmin.password }, /ADMIN_PASSWORD is the local one/],
    ["a short password", { ADMIN_PASSWORD: "short" }, /shorter than 12/],
    ["private hosts", { OUTBOUND_ALLOW: "127.0.0.1:9911" }, /OUTBOUND_ALLOW/],
    ["an address without TLS", { PUBLIC_URL: "http://tickets.example.com" }, /PUBLIC_URL/],
    ["keys that are none", { SIGNING_KEYS: "[]" }, /SIGNING_KEYS/],
    ["keys that are no JSON", { SIGNING_KEYS: "{" }, /SIGNING_KEYS/],
    ["a public key", { SIGNING_KEYS: JSON.stringify([{ kty: "EC", crv: "P-256", x: "a", y: "b", kid: "c" }]) }, /SIGNING_KEYS/],
    ["a weak token secret", { TOKEN_SECRET: "secret" }, /TOKEN_SECRET is shorter/],
    ["a webhook secret of another kind", { PAYMENTS_WEBHOOK_SECRET: "whsec_short" }, /PAYMENTS_WEBHOOK_SECRET/],
    ["bcrypt for the administrator", { ADMIN_PASSWORD_HASH: "$2b$10$abcdefghijklmnopqrstuv" }, /not an argon2id hash/],
    [
      "the hash of the local password",
      { PASSWORD_PEPPER: pepper, ADMIN_PASSWORD_HASH: hashPassword(pepper, localAdmin.password) },
      /hash of marquee-local-admin/,
    ],
    [
      "the hash of the local password with the laptop's pepper",
      { ADMIN_PASSWORD_HASH: hashPassword(devVars.PASSWORD_PEPPER, localAdmin.password) },
      /hash of marquee-local-admin/,
    ],
    [
      "a hash of another pepper",
      { PASSWORD_PEPPER: pepper, ADMIN_PASSWORD_HASH: hashPassword("q".repeat(43), "a long and private sentence") },
      /another pepper/,
    ],
  ])("%s", (_what, environment, problem) => {
    expect(problemsOf({ ...decent, ...environment })).toMatch(problem);
  });

  it.each(["SIGNING_KEYS", "PASSWORD_PEPPER", "TOKEN_SECRET", "PAYMENTS_WEBHOOK_SECRET"] as const)("the laptop's %s", (name) => {
    expect(problemsOf({ ...decent, [name]: devVars[name] })).toContain(`${name} is the one of .dev.vars`);
  });
});
