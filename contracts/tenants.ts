import { z } from "zod";
import { pageOf } from "./envelope.ts";
import { Email } from "./identity.ts";
import { limits } from "./limits.ts";
import { Id, Line, Time } from "./values.ts";

export const Domain = z.enum(["EVENT", "BUS", "MOVIE"]).meta({ id: "Domain" });
export type Domain = z.infer<typeof Domain>;

/** `https://tickets.example.com`, or `https://*.example.com` for one level of subdomain. Plain http only for this machine. */
export const Origin = z
  .string()
  .max(limits.urlCharsMax)
  .regex(
    /^(https:\/\/(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?)$/,
    "must be an origin such as https://tickets.example.com or https://*.example.com",
  )
  // As browsers write it: without the port that goes without saying, without odd ways to write an address. Any other entry would never match.
  .refine((entry) => URL.parse(entry.replace("*.", "any."))?.origin === entry.replace("*.", "any."), "must be as browsers write it");

export const KeyKind = z.enum(["PUBLISHABLE", "SECRET"]);
export type KeyKind = z.infer<typeof KeyKind>;

/** What keys can be held to, one a domain of the API. */
export const scopeResources = ["identity", "catalogue", "bookings", "payments", "organizers", "chat", "commerce", "webhooks"] as const;
export type ScopeResource = (typeof scopeResources)[number];

/** `catalogue:read` is for what only reads, `catalogue:write` for what changes; neither includes the other. */
export type Scope = `${ScopeResource}:${"read" | "write"}`;
export const scopes: readonly Scope[] = scopeResources.flatMap((resource): Scope[] => [`${resource}:read`, `${resource}:write`]);
export const Scope = z.enum(scopes).meta({ id: "Scope" });

/** A key without a list may do all that its kind may. */
const KeyScopes = z
  .array(Scope)
  .min(1)
  .refine((list) => new Set(list).size === list.length, "names a scope twice");

const keyExample = {
  id: "key_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  kind: "SECRET",
  name: "Box office",
  scopes: ["catalogue:read", "bookings:read"],
  prefix: "mq_sk_live_",
  last4: "3D4e",
  createdAt: "2026-11-21T09:00:00.000Z",
  lastUsedAt: "2026-11-21T17:30:00.000Z",
  expiresAt: null,
};

/** A key as it is shown after its creation: never the key itself. `scopes`: null for all. `lastUsedAt` may lag a minute. */
export const ApiKey = z
  .object({
    id: z.string(),
    kind: KeyKind,
    name: z.string().nullable(),
    scopes: z.array(z.string()).nullable(),
    prefix: z.string(),
    last4: z.string(),
    createdAt: Time,
    lastUsedAt: Time.nullable(),
    expiresAt: Time.nullable(),
  })
  .meta({ id: "ApiKey", example: keyExample });
export type ApiKey = z.infer<typeof ApiKey>;

/** In six hexadecimal digits, as every mail program takes it. */
const Color = z.string().regex(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #7a1f2b");
const LogoUrl = z
  .string()
  .max(limits.urlCharsMax)
  .regex(/^https:\/\/[^\s/\\]+(?:\/[^\s\p{Cc}\p{Cs}\\]*)?$/u, "must be an https:// URL")
  .refine((url) => URL.canParse(url), "must be an https:// URL");

/** How the app looks in its mails: null is Marquee's own. `contactEmail`: where its buyers' answers go, and what concerns the app itself. */
const AppBrand = z
  .object({ color: z.string().nullable(), logoUrl: z.string().nullable(), contactEmail: z.string().nullable() })
  .meta({ id: "AppBrand" });

const seatCap = z.number().int().min(1).max(limits.seatsPerUserMax);

export const App = z
  .object({
    appId: z.string(),
    name: z.string(),
    domain: Domain,
    allowedOrigins: z.array(z.string()),
    openOrganizers: z.boolean(),
    /** The most seats that one buyer may have in any showtime of the app; null: what each showtime says. */
    maxSeatsPerUser: z.number().int().nullable(),
    webApp: z.boolean(),
    brand: AppBrand,
    isActive: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({
    id: "App",
    example: {
      appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      name: "Grand Theatre",
      domain: "EVENT",
      allowedOrigins: ["https://tickets.example.com"],
      openOrganizers: false,
      maxSeatsPerUser: null,
      webApp: false,
      brand: { color: "#7a1f2b", logoUrl: "https://tickets.example.com/logo.png", contactEmail: "box-office@example.com" },
      isActive: true,
      createdAt: "2026-11-21T09:00:00.000Z",
      updatedAt: "2026-11-21T09:00:00.000Z",
    },
  });
export type App = z.infer<typeof App>;

export const CreateApp = z
  .strictObject({
    name: Line,
    domain: Domain,
    allowedOrigins: z.array(Origin).max(limits.appOriginsMax).default([]),
    openOrganizers: z.boolean().default(false),
    maxSeatsPerUser: seatCap.nullable().default(null),
  })
  .meta({ id: "CreateApp", example: { name: "Grand Theatre", domain: "EVENT", allowedOrigins: ["https://tickets.example.com"] } });
export type CreateApp = z.infer<typeof CreateApp>;

/** `webApp` puts the app among those that the platform's own web app sells for (`GET /web-config`). Of `brand` what is named is changed; null takes it away. */
export const UpdateApp = z
  .strictObject({
    name: Line.optional(),
    allowedOrigins: z.array(Origin).max(limits.appOriginsMax).optional(),
    openOrganizers: z.boolean().optional(),
    maxSeatsPerUser: seatCap.nullable().optional(),
    isActive: z.boolean().optional(),
    webApp: z.boolean().optional(),
    brand: z.strictObject({ color: Color.nullish(), logoUrl: LogoUrl.nullish(), contactEmail: Email.nullish() }).optional(),
  })
  .meta({ id: "UpdateApp", example: { isActive: false } });
export type UpdateApp = z.infer<typeof UpdateApp>;

export const AppWithKeys = z.object({ app: App, publishableKey: z.string(), secretKey: z.string() }).meta({
  example: {
    app: App.meta()?.example,
    publishableKey: "mq_pk_live_7mJ4qZ1vXw0Yb5Tn8Rk2Lp9Dc3Hs6FgAa1B2c",
    secretKey: "mq_sk_live_3Fv8Kd2Np7Xr1Zt6Bh9Lw4Qs5Jc0MyUu3D4e",
  },
});
export type AppWithKeys = z.infer<typeof AppWithKeys>;

export const AppAnswer = z.object({ app: App }).meta({ example: { app: App.meta()?.example } });

export const AppAndKeys = z.object({ app: App, keys: z.array(ApiKey) }).meta({ example: { app: App.meta()?.example, keys: [keyExample] } });
export type AppAndKeys = z.infer<typeof AppAndKeys>;

export const AppPage = pageOf(App).meta({ id: "AppPage", example: { items: [App.meta()?.example], nextCursor: null } });

export const CreateKey = z
  .strictObject({ kind: KeyKind, name: Line.optional(), scopes: KeyScopes.optional(), expiresAt: Time.optional() })
  .meta({ id: "CreateKey", example: { kind: "SECRET", name: "Box office", scopes: ["catalogue:read", "bookings:read"] } });
export type CreateKey = z.infer<typeof CreateKey>;

/** `keyId`: the one key to replace; without it all of this kind. `graceSeconds`: how long the old ones go on working, at most 30 days. */
export const RotateKey = z
  .strictObject({
    kind: KeyKind,
    keyId: Id.optional(),
    graceSeconds: z
      .number()
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(0),
  })
  .meta({ id: "RotateKey", example: { kind: "SECRET", graceSeconds: 3600 } });
export type RotateKey = z.infer<typeof RotateKey>;

export const NewKey = z.object({ key: ApiKey, publishableKey: z.string().optional(), secretKey: z.string().optional() }).meta({
  example: { key: keyExample, secretKey: "mq_sk_live_3Fv8Kd2Np7Xr1Zt6Bh9Lw4Qs5Jc0MyUu3D4e" },
});
export type NewKey = z.infer<typeof NewKey>;

export const KeyAnswer = z.object({ key: ApiKey }).meta({ example: { key: keyExample } });

/** What the web app needs to know before it can call the API. */
/** `payments`: who takes the money, and with which key a page reaches them; null where that needs none. */
export const WebConfig = z
  .object({
    apps: z.array(z.object({ appId: z.string(), publishableKey: z.string(), domain: Domain, name: z.string() })),
    payments: z.object({ provider: z.string(), publishableKey: z.string().nullable() }),
  })
  .meta({
    id: "WebConfig",
    example: {
      apps: [
        {
          appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
          publishableKey: "mq_pk_live_7mJ4qZ1vXw0Yb5Tn8Rk2Lp9Dc3Hs6FgAa1B2c",
          domain: "EVENT",
          name: "Grand Theatre",
        },
      ],
      payments: { provider: "simulated", publishableKey: null },
    },
  });
export type WebConfig = z.infer<typeof WebConfig>;
