import { z } from "zod";
import { limits } from "./limits.ts";

/**
 * What the application `marquee` of the configuration service can set: flat properties, each with its default and bounds. The platform's own
 * settings are made from them. A property that is not here is refused.
 */

/** The route groups that are limited, each by a token bucket of `perSecond` with room for `burst`. */
export const ratePolicyNames = ["auth", "users", "chat", "emailExists", "reads", "writes", "reservation"] as const;
export type RatePolicyName = (typeof ratePolicyNames)[number];

/** A token bucket: `burst` calls at once, refilled with `perSecond`. */
export interface RateLimit {
  perSecond: number;
  burst: number;
}

export interface BreakerSettings {
  /** How many of the last calls count. */
  window: number;
  minimumCalls: number;
  failurePercent: number;
  openSeconds: number;
  trialCalls: number;
  timeoutMs: number;
}

export interface OidcProvider {
  /** What the log-in button says. */
  name: string;
  issuer: string;
  clientId: string;
  /** Empty for a public client. */
  clientSecret: string;
}

export interface Settings {
  rate: Record<RatePolicyName, RateLimit>;
  breaker: BreakerSettings;
  /** By the provider's name in our paths; only those with an issuer and a client id. */
  oidc: Record<string, OidcProvider>;
  alerts: {
    bookingFailures: { threshold: number; windowSeconds: number };
    /** Empty: ADMIN_EMAIL. */
    mailTo: string;
  };
  /** Of a frame on `/ws`. */
  stomp: { bodyBytesMax: number };
}

export type Scalar = string | number | boolean;
export type Properties = Record<string, Scalar>;

/** A full bucket after this long, always: an idle object forgets its bucket then, and a forgotten bucket must have been full. */
export const bucketRefillSecondsMax = 10;

/** The platform's binding grants a caller so many tokens in ten seconds (wrangler.toml); a token is worth as many calls as the limit asks. */
export const bindingTokensPerSecond = 30;

interface NumberProperty {
  type: "number" | "integer";
  default: number;
  min: number;
  max: number;
  description: string;
}
interface TextProperty {
  type: "string";
  default: string;
  pattern: RegExp;
  charsMax: number;
  description: string;
}
export type PropertyRule = NumberProperty | TextProperty;

const integer = (value: number, min: number, max: number, description: string): NumberProperty => ({
  type: "integer",
  default: value,
  min,
  max,
  description,
});

const bucket = (policy: RatePolicyName, perSecond: number, burst: number, who: string): Record<string, PropertyRule> => ({
  [`rate.${policy}.per-second`]: {
    type: "number",
    default: perSecond,
    min: 0.1,
    max: 10_000,
    description: `Calls a second to ${who}, for each caller.`,
  },
  [`rate.${policy}.burst`]: integer(burst, 1, 100_000, `Calls to ${who} that a caller may make at once; refilled within 10 s.`),
});

const wide = (policy: "reads" | "writes", who: string): Record<string, PropertyRule> => ({
  [`rate.${policy}.per-second`]: {
    type: "number",
    default: 600,
    min: bindingTokensPerSecond,
    max: 100_000,
    description: `${who} a second for each caller, counted in windows of 10 s, approximately and by location.`,
  },
});

/** Every property with a fixed name. */
export const marqueeProperties: Readonly<Record<string, PropertyRule>> = {
  ...bucket("auth", 3, 5, "/auth"),
  ...bucket("users", 3, 5, "/users"),
  ...bucket("chat", 3, 5, "/chat"),
  ...bucket("emailExists", 0.5, 5, "/users/email_exists"),
  ...bucket("reservation", 20, 100, "one showtime's seats, holds and releases"),
  ...wide("reads", "Reads"),
  ...wide("writes", "Writes"),
  "breaker.window": integer(5, 1, 100, "How many of a dependency's last calls its circuit breaker looks at."),
  "breaker.minimum-calls": integer(5, 1, 100, "So many calls must be in the window before a breaker may open."),
  "breaker.failure-percent": integer(50, 1, 100, "A breaker opens when at least so many per cent of the window failed."),
  "breaker.open-seconds": integer(10, 1, 3600, "How long an open breaker lets nothing through."),
  "breaker.trial-calls": integer(2, 1, 20, "Calls that are tried after that: all good closes the breaker, one bad opens it again."),
  "breaker.timeout-ms": integer(10_000, 100, 30_000, "After this long a call to a dependency counts as failed."),
  "alerts.booking-failures.threshold": integer(20, 1, 1_000_000, "So many failed booking attempts mail the administrator."),
  "alerts.booking-failures.window-seconds": integer(300, 10, 86_400, "Within so many seconds."),
  "alerts.mail-to": {
    type: "string",
    default: "",
    pattern: /^([^\s@<>,;]+@[^\s@<>,;]+)?$/,
    charsMax: 254,
    description: "Who gets the alerts; empty: ADMIN_EMAIL.",
  },
  "stomp.body-bytes": integer(
    limits.stompBodyBytesDefault,
    1024,
    limits.stompBodyBytesMax,
    "How large the body of a frame on /ws may be, for sockets that are opened from now on.",
  ),
};

const text = (charsMax: number, pattern: RegExp, description: string): TextProperty => ({
  type: "string",
  default: "",
  pattern,
  charsMax,
  description,
});

/** The properties of each OpenID Connect provider, under `identity.oidc.<provider>.`. */
export const oidcProperties: Readonly<Record<string, PropertyRule>> = {
  name: text(60, /^[^\p{Cc}]*$/u, "What the log-in button calls the provider; empty: its name here."),
  issuer: text(2048, /^(https?:\/\/[^\s?#]+)?$/, "The issuer, from which the rest is discovered. google has its own built in."),
  "client-id": text(500, /^[\x21-\x7e]*$/, "Our id at the provider; without one the provider is off."),
  "client-secret": text(500, /^[\x20-\x7e]*$/, "Our secret at the provider; empty for a public client."),
};

const oidcName = /^identity\.oidc\.([a-z][a-z0-9-]{0,39})\.([a-z-]+)$/;
const issuers: Readonly<Record<string, { name: string; issuer: string }>> = {
  google: { name: "Google", issuer: "https://accounts.google.com" },
};

/** What a property may be, or null if there is none of this name. */
export function ruleOf(property: string): PropertyRule | null {
  const fixed = Object.hasOwn(marqueeProperties, property) ? marqueeProperties[property] : undefined;
  if (fixed !== undefined) return fixed;
  const part = oidcName.exec(property)?.[2] ?? "";
  return (Object.hasOwn(oidcProperties, part) && oidcProperties[part]) || null;
}

/** The flat properties of `marquee`, in one profile. What depends on several profiles is judged by `settingsFrom`. */
export const MarqueeProperties = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).superRefine((properties, context) => {
  for (const [property, value] of Object.entries(properties)) {
    const rule = ruleOf(property);
    const message = rule === null ? "unknown property" : faultOf(rule, value);
    if (message !== null) context.addIssue({ code: "custom", path: [property], message });
  }
});

function faultOf(rule: PropertyRule, value: Scalar): string | null {
  if (rule.type === "string") {
    if (typeof value !== "string") return "must be a string";
    if (value.length > rule.charsMax) return `must have at most ${rule.charsMax} characters`;
    return rule.pattern.test(value) ? null : "has not the form that is asked for";
  }
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
  if (rule.type === "integer" && !Number.isInteger(value)) return "must be a whole number";
  return value < rule.min || value > rule.max ? `must be between ${rule.min} and ${rule.max}` : null;
}

export interface SettingsFault {
  property: string;
  message: string;
}

/** The settings that these properties make, the later over the earlier and all over the defaults; and what does not fit together in them. */
export function settingsFrom(...layers: readonly Properties[]): { settings: Settings; faults: SettingsFault[] } {
  const merged: Properties = Object.assign({}, ...layers);
  const number = (property: string): number => {
    const rule = marqueeProperties[property];
    const value = merged[property];
    return typeof value === "number" ? value : rule?.type === "string" || rule === undefined ? 0 : rule.default;
  };
  const settings: Settings = {
    rate: Object.fromEntries(ratePolicyNames.map((policy) => [policy, rateOf(policy, number)])) as Settings["rate"],
    breaker: {
      window: number("breaker.window"),
      minimumCalls: number("breaker.minimum-calls"),
      failurePercent: number("breaker.failure-percent"),
      openSeconds: number("breaker.open-seconds"),
      trialCalls: number("breaker.trial-calls"),
      timeoutMs: number("breaker.timeout-ms"),
    },
    oidc: oidcOf(merged),
    alerts: {
      bookingFailures: {
        threshold: number("alerts.booking-failures.threshold"),
        windowSeconds: number("alerts.booking-failures.window-seconds"),
      },
      mailTo: String(merged["alerts.mail-to"] ?? ""),
    },
    stomp: { bodyBytesMax: number("stomp.body-bytes") },
  };
  return { settings, faults: faultsOf(settings) };
}

const isWide = (policy: RatePolicyName): boolean => policy === "reads" || policy === "writes";

function rateOf(policy: RatePolicyName, number: (property: string) => number): RateLimit {
  const perSecond = number(`rate.${policy}.per-second`);
  return { perSecond, burst: isWide(policy) ? perSecond * bucketRefillSecondsMax : number(`rate.${policy}.burst`) };
}

function faultsOf({ rate, breaker }: Settings): SettingsFault[] {
  const faults = ratePolicyNames
    .filter((policy) => rate[policy].burst / rate[policy].perSecond > bucketRefillSecondsMax)
    .map((policy) => ({
      property: `rate.${policy}.burst`,
      message: `must be refilled within ${bucketRefillSecondsMax} s: at most ${Math.floor(rate[policy].perSecond * bucketRefillSecondsMax)} at ${rate[policy].perSecond} a second`,
    }));
  if (breaker.minimumCalls > breaker.window)
    faults.push({ property: "breaker.minimum-calls", message: `must be at most breaker.window, which is ${breaker.window}` });
  return faults;
}

function oidcOf(properties: Properties): Settings["oidc"] {
  const names = new Set(Object.keys(properties).flatMap((property) => oidcName.exec(property)?.[1] ?? []));
  const providers: Settings["oidc"] = {};
  for (const provider of [...names].sort()) {
    const part = (name: string) => String(properties[`identity.oidc.${provider}.${name}`] ?? "");
    const known = Object.hasOwn(issuers, provider) ? issuers[provider] : undefined;
    const issuer = part("issuer") || (known?.issuer ?? "");
    const clientId = part("client-id");
    if (issuer === "" || clientId === "") continue;
    providers[provider] = { name: part("name") || (known?.name ?? provider), issuer, clientId, clientSecret: part("client-secret") };
  }
  return providers;
}

export const defaultSettings: Settings = settingsFrom().settings;
