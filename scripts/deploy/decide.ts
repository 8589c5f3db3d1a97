import { z } from "zod";
import { SigningKeys } from "../../contracts/signing-keys.ts";
import { freshSecrets, type OptionalSecretName, optionalSecretNames, type SecretName, secretNames } from "../fresh-secrets.ts";
import { localAdmin } from "../local/dev-vars.ts";
import { hashPassword, isOfPepper, isPasswordOf, namesPepper } from "../password-hash.ts";
import { hasMailTransport, problemsOfMail } from "./mail.ts";

type Strings = Readonly<Record<string, string | undefined>>;

export interface DeployFacts {
  /** The environment of the command: settings and secrets that this deployment shall have. */
  environment: Strings;
  /** `[vars]` of wrangler.toml. */
  vars: Readonly<Record<string, string>>;
  /** This laptop's `.dev.vars`, none of whose secrets may leave it. */
  devVars: Strings;
  /** The secrets that the deployed Worker has already; their values cannot be read. */
  deployedSecrets: readonly string[];
  now: Date;
}

export type DeployDecision =
  | { ok: true; vars: Record<string, string>; secrets: Secrets & Partial<Record<OptionalSecretName, string>>; notes: string[] }
  | { ok: false; problems: string[] };

type Secrets = Partial<Record<SecretName, string>>;

/** Which settings and secrets a deployment gets, or why there is none. Reads nothing and writes nothing. */
export function decideDeploy(facts: DeployFacts): DeployDecision {
  const settings = Object.entries(facts.vars).filter(([name]) => !isOptionalSecret(name));
  const vars = Object.fromEntries(settings.map(([name, value]) => [name, facts.environment[name] || value]));
  const { secrets, hash } = secretsFor(facts);
  const problems = [
    ...problemsOfVars(vars),
    ...problemsOfMail(vars, facts),
    ...problemsOfProvider(vars, facts),
    ...problemsOfSecrets(facts, secrets),
    ...(hash.ok ? [] : [hash.problem]),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, vars, secrets: { ...secrets, ...optionalSecretsOf(facts.environment) }, notes: notesOn(vars, secrets, facts) };
}

const isOptionalSecret = (name: string): boolean => optionalSecretNames.some((each) => each === name);

const optionalSecretsOf = (environment: Strings): Partial<Record<OptionalSecretName, string>> =>
  Object.fromEntries(optionalSecretNames.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));

const environmentName = z.literal("production");
const httpsOrigin = z.string().regex(/^https:\/\/[^/\s]+$/);

function problemsOfVars(vars: Strings): string[] {
  const problems: string[] = [];
  if (!environmentName.safeParse(vars.ENVIRONMENT).success)
    problems.push(`ENVIRONMENT is “${vars.ENVIRONMENT}”: a deployment is “production”.`);
  if (!z.email().safeParse(vars.ADMIN_EMAIL).success)
    problems.push("ADMIN_EMAIL is not set to an address: ADMIN_EMAIL=you@example.com npm run deploy");
  else if (vars.ADMIN_EMAIL?.toLowerCase() === localAdmin.email)
    problems.push(`ADMIN_EMAIL is ${localAdmin.email}, which everybody knows: use your own.`);
  if (vars.OUTBOUND_ALLOW) problems.push("OUTBOUND_ALLOW names hosts: a deployment reaches no private host.");
  if (vars.PUBLIC_URL && !httpsOrigin.safeParse(vars.PUBLIC_URL).success)
    problems.push(`PUBLIC_URL is “${vars.PUBLIC_URL}”: it is an origin such as https://tickets.example.com.`);
  return problems;
}

function problemsOfProvider(vars: Strings, { environment, deployedSecrets }: DeployFacts): string[] {
  const problems: string[] = [];
  const { PAYMENT_PROVIDER: provider, STRIPE_API_URL: api, PUBLIC_URL: publicUrl, STRIPE_PUBLISHABLE_KEY: publishable } = vars;
  if (api) problems.push("STRIPE_API_URL names a place: a deployment speaks to Stripe alone.");
  if (provider !== "simulated" && provider !== "stripe") problems.push(`PAYMENT_PROVIDER is “${provider}”: it is simulated or stripe.`);
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhook } = environment;
  if (key && !/^(sk|rk)_(test|live)_\w+$/.test(key))
    problems.push("STRIPE_SECRET_KEY is no secret key of Stripe's: sk_live_… or sk_test_….");
  if (webhook && !/^whsec_\w+$/.test(webhook)) problems.push("STRIPE_WEBHOOK_SECRET is no signing secret of Stripe's: whsec_….");
  if (publishable && !/^pk_(test|live)_\w+$/.test(publishable)) problems.push("STRIPE_PUBLISHABLE_KEY is none: pk_live_… or pk_test_….");
  if (provider !== "stripe") return problems;
  for (const name of ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] as const) {
    if (!environment[name] && !deployedSecrets.includes(name)) problems.push(`PAYMENT_PROVIDER is stripe, and there is no ${name}.`);
  }
  if (!publicUrl) problems.push("PAYMENT_PROVIDER is stripe, and without PUBLIC_URL nobody comes back from their bank.");
  return problems;
}

/** Secrets from the environment, and fresh ones for those that neither it nor the Worker has. What the Worker has stays. */
function secretsFor({ environment, deployedSecrets, now }: DeployFacts) {
  const secrets: Secrets = {};
  const fresh = freshSecrets(now);
  for (const name of secretNames) {
    const given = environment[name];
    if (given) secrets[name] = given;
    else if (name !== "ADMIN_PASSWORD_HASH" && !deployedSecrets.includes(name)) secrets[name] = fresh[name];
  }
  const hash = adminHash(environment.ADMIN_PASSWORD, secrets, deployedSecrets);
  if (hash.ok && hash.value !== undefined) secrets.ADMIN_PASSWORD_HASH = hash.value;
  return { secrets, hash };
}

const passwordCharsMin = 12;

function adminHash(
  password: string | undefined,
  { ADMIN_PASSWORD_HASH: given, PASSWORD_PEPPER: pepper }: Secrets,
  deployedSecrets: readonly string[],
): { ok: true; value?: string } | { ok: false; problem: string } {
  if (given) return { ok: true, value: given };
  if (!password) {
    if (deployedSecrets.includes("ADMIN_PASSWORD_HASH")) return { ok: true };
    return {
      ok: false,
      problem:
        "The administrator has no password yet: set ADMIN_PASSWORD (or ADMIN_PASSWORD_HASH and PASSWORD_PEPPER, by npm run hash-password).",
    };
  }
  if (password.length < passwordCharsMin || password === localAdmin.password) {
    return { ok: false, problem: `ADMIN_PASSWORD is the local one or shorter than ${passwordCharsMin} characters.` };
  }
  if (!pepper)
    return { ok: false, problem: "ADMIN_PASSWORD can only be hashed with the pepper that is deployed: set PASSWORD_PEPPER as well." };
  return { ok: true, value: hashPassword(pepper, password) };
}

function problemsOfSecrets({ devVars }: DeployFacts, secrets: Secrets): string[] {
  const problems = secretNames
    .filter((name) => secrets[name] !== undefined && secrets[name] === devVars[name])
    .map((name) => `${name} is the one of .dev.vars: a laptop's secrets stay on the laptop. Leave it out to get a fresh one.`);
  const { ADMIN_PASSWORD_HASH: hash, SIGNING_KEYS: keys, PAYMENTS_WEBHOOK_SECRET: webhook } = secrets;
  if (hash !== undefined) problems.push(...problemsOfHash(hash, secrets.PASSWORD_PEPPER, devVars.PASSWORD_PEPPER));
  if (keys !== undefined && !isSigningKeys(keys))
    problems.push("SIGNING_KEYS is not a JSON array of ES256 keys (JWK) with a kid each, the first one private.");
  if (webhook !== undefined && !/^whsec_[A-Za-z0-9+/=]{32,}$/.test(webhook))
    problems.push("PAYMENTS_WEBHOOK_SECRET is not whsec_ and at least 24 bytes in base64.");
  for (const name of ["PASSWORD_PEPPER", "TOKEN_SECRET"] as const) {
    const value = secrets[name];
    if (value !== undefined && value.length < 32) problems.push(`${name} is shorter than 32 characters.`);
  }
  return problems;
}

function problemsOfHash(hash: string, pepper: string | undefined, localPepper: string | undefined): string[] {
  if (!hash.startsWith("$argon2id$")) return ["ADMIN_PASSWORD_HASH is not an argon2id hash: make one with npm run hash-password."];
  const peppers = [pepper, localPepper].filter((each) => each !== undefined).join(" ");
  if (isPasswordOf(hash, peppers, localAdmin.password))
    return [`ADMIN_PASSWORD_HASH is the hash of ${localAdmin.password}, which everybody knows.`];
  if (pepper !== undefined && namesPepper(hash) && !isOfPepper(hash, pepper))
    return ["ADMIN_PASSWORD_HASH was made with another pepper than PASSWORD_PEPPER."];
  return [];
}

function isSigningKeys(text: string): boolean {
  try {
    return SigningKeys.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

function notesOn(vars: Strings, secrets: Secrets, facts: DeployFacts): string[] {
  const { environment } = facts;
  const fresh = secretNames.filter((name) => secrets[name] !== undefined && !environment[name] && name !== "ADMIN_PASSWORD_HASH");
  return [
    ...(fresh.length > 0 ? [`Fresh secrets, kept by Cloudflare alone: ${fresh.join(", ")}.`] : []),
    ...(fresh.includes("TOKEN_SECRET")
      ? ["No other deployment can read this one's backups: give TOKEN_SECRET and PASSWORD_PEPPER and keep them elsewhere too."]
      : []),
    ...(vars.PAYMENT_PROVIDER === "simulated" ? ["PAYMENT_PROVIDER is simulated: test cards buy real seats here."] : []),
    ...(/_test_/.test(environment.STRIPE_SECRET_KEY ?? "") ? ["STRIPE_SECRET_KEY is a test key: test cards buy real seats here."] : []),
    ...(hasMailTransport(vars, facts) ? [] : ["No way to send mails is set: mails wait in the database until one is."]),
  ];
}
