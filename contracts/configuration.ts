import { z } from "zod";
import { pageOf } from "./envelope.ts";
import { limits } from "./limits.ts";
import type { Scalar } from "./settings.ts";
import { Time } from "./values.ts";

/** How a secret is answered, and how a change says that it stays as it is. */
export const mask = "******";

/** An application or a profile. No dot and no comma: those have a meaning in Spring's paths. */
export const ConfigName = z
  .string()
  .max(limits.configNameCharsMax)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "must begin with a letter and have only letters, digits, _ and -");

const PropertyName = z
  .string()
  .max(limits.configPropertyCharsMax)
  .regex(/^[A-Za-z][A-Za-z0-9._[\]-]*$/, "is no property name")
  .refine((name) => !/(^|\.)(\.|__proto__|$)/.test(name), "is no property name");

const PropertyValue = z.union(
  [z.string().max(limits.configValueCharsMax), z.number(), z.boolean()],
  "must be a string, a number or a boolean",
);

/** Flat properties, each a scalar. */
export const ConfigProperties = z
  .record(PropertyName, PropertyValue)
  .refine(
    (properties) => Object.keys(properties).length <= limits.configPropertiesMax,
    `has more than ${limits.configPropertiesMax} properties`,
  );

export const ConfigPlace = z.strictObject({ application: ConfigName, profile: ConfigName });
export type ConfigPlace = z.infer<typeof ConfigPlace>;

const Version = z.number().int().min(1);
const ExpectedVersion = z.number().int().min(0);

const example = { "rate.auth.per-second": 5, "rate.auth.burst": 10, "identity.oidc.google.client-secret": mask };

/** All properties of a profile: what is left out is gone. A secret that comes as `******` stays. `expectedVersion`: 0 for a new one. */
export const PutConfiguration = z
  .strictObject({ properties: ConfigProperties, expectedVersion: ExpectedVersion.optional() })
  .meta({ example: { properties: example, expectedVersion: 3 } });
export type PutConfiguration = z.infer<typeof PutConfiguration>;

/** Makes a new version with the values of an old one. */
export const RollBack = z
  .strictObject({ version: Version, expectedVersion: ExpectedVersion.optional() })
  .meta({ example: { version: 2, expectedVersion: 4 } });
export type RollBack = z.infer<typeof RollBack>;

const versionFacts = {
  version: Version,
  author: z.string(),
  /** The version that a rollback took up again. */
  restoredVersion: Version.nullable(),
  createdAt: Time,
};
const versionExample = {
  version: 4,
  author: "admin:admin@marquee.test",
  restoredVersion: null,
  createdAt: "2026-11-21T18:30:00.000Z",
};

export const Configuration = z
  .object({ application: z.string(), profile: z.string(), ...versionFacts, properties: z.record(z.string(), PropertyValue) })
  .meta({ id: "Configuration", example: { application: "marquee", profile: "default", ...versionExample, properties: example } });
export type Configuration = z.infer<typeof Configuration>;

/** What a version changed against the one before: null where the property was not, or is no more. A secret that changed shows `******` twice. */
export const PropertyChange = z.object({ property: z.string(), before: PropertyValue.nullable(), after: PropertyValue.nullable() });
export interface PropertyChange {
  property: string;
  before: Scalar | null;
  after: Scalar | null;
}

export const ConfigurationVersion = z.object({ ...versionFacts, changes: z.array(PropertyChange) }).meta({
  id: "ConfigurationVersion",
  example: { ...versionExample, changes: [{ property: "rate.auth.per-second", before: 3, after: 5 }] },
});
export type ConfigurationVersion = z.infer<typeof ConfigurationVersion>;
export const ConfigurationVersionPage = pageOf(ConfigurationVersion).meta({
  id: "ConfigurationVersionPage",
  example: { items: [ConfigurationVersion.meta()?.example], nextCursor: null },
});

export const ConfigurationEntry = z.object({ application: z.string(), profile: z.string(), version: Version, createdAt: Time }).meta({
  id: "ConfigurationEntry",
  example: { application: "marquee", profile: "default", version: 4, createdAt: versionExample.createdAt },
});
export type ConfigurationEntry = z.infer<typeof ConfigurationEntry>;
export const ConfigurationEntryPage = pageOf(ConfigurationEntry).meta({
  id: "ConfigurationEntryPage",
  example: { items: [ConfigurationEntry.meta()?.example], nextCursor: null },
});

/** One property that `marquee` knows; `{provider}` stands for a name of one's choice. Lengths in characters. */
export const PropertyDescription = z
  .object({
    property: z.string(),
    type: z.enum(["number", "integer", "string"]),
    default: PropertyValue,
    min: z.number().optional(),
    max: z.number().optional(),
    charsMax: z.number().optional(),
    secret: z.boolean(),
    description: z.string(),
  })
  .meta({
    id: "PropertyDescription",
    example: {
      property: "rate.auth.per-second",
      type: "number",
      default: 3,
      min: 0.1,
      max: 10_000,
      secret: false,
      description: "Calls a second to /auth, for each caller.",
    },
  });
export type PropertyDescription = z.infer<typeof PropertyDescription>;
export const ConfigurationSchema = z
  .object({ items: z.array(PropertyDescription) })
  .meta({ example: { items: [PropertyDescription.meta()?.example] } });

/** Several names with commas in between, as a Spring client sends them. */
const Names = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .pipe(z.array(ConfigName).min(1).max(limits.configSourcesMax));

/** `main` and `latest` are what is in force; a number is a version of the application in its last profile, and everything else as it was then. */
export const ConfigLabel = z.union(
  [z.enum(["main", "latest"]), z.string().regex(/^[1-9]\d{0,8}$/)],
  "is no label: main, latest or a number",
);

export const EnvironmentParams = z.strictObject({ application: Names, profile: Names });
export const LabelledEnvironmentParams = z.strictObject({ application: Names, profile: Names, label: ConfigLabel });

/** Spring Cloud Config's `Environment`. The first source that has a property wins. */
export const SpringEnvironment = z
  .object({
    name: z.string(),
    profiles: z.array(z.string()),
    label: z.string().nullable(),
    version: z.string().nullable(),
    state: z.string().nullable(),
    propertySources: z.array(z.object({ name: z.string(), source: z.record(z.string(), PropertyValue) })),
  })
  .meta({
    id: "SpringEnvironment",
    example: {
      name: "checkout",
      profiles: ["production"],
      label: "main",
      version: "checkout-production:3,application:1",
      state: null,
      propertySources: [
        { name: "checkout-production", source: { "http.timeout-ms": 2000 } },
        { name: "application", source: { "log.level": "info" } },
      ],
    },
  });
export type SpringEnvironment = z.infer<typeof SpringEnvironment>;
