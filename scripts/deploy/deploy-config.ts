import { z } from "zod";

/** The parts of wrangler.toml that a deployment looks at or changes; all others pass through as they are. */
const WranglerConfig = z.looseObject({
  name: z.string(),
  vars: z.record(z.string(), z.string()),
  d1_databases: z.tuple([z.looseObject({ binding: z.string(), database_name: z.string(), database_id: z.string() })]),
  r2_buckets: z.array(z.looseObject({ bucket_name: z.string() })),
  queues: z.looseObject({
    producers: z.array(z.looseObject({ queue: z.string() })),
    consumers: z.array(z.looseObject({ queue: z.string(), dead_letter_queue: z.string().optional() })),
  }),
});
export type WranglerConfig = z.infer<typeof WranglerConfig>;

/** The configuration as wrangler.toml has it. Throws if it lacks what a deployment needs. */
export const deployableConfig = (raw: unknown): WranglerConfig => WranglerConfig.parse(raw);

/**
 * The same configuration with the real database and this deployment's settings, to be written beside wrangler.toml. Cloudflare's own mails are bound only where they are
 * what sends: an account without a domain for them has nothing to bind.
 */
export const configFor = (config: WranglerConfig, databaseId: string, vars: Record<string, string>): WranglerConfig => {
  const [database] = config.d1_databases;
  const { send_email, ...rest } = config;
  const mails = vars.MAIL_TRANSPORT === "cloudflare" && send_email !== undefined ? { send_email } : {};
  return { ...rest, ...mails, vars, d1_databases: [{ ...database, database_id: databaseId }] };
};

/** Every queue that is written to or read from. */
export const queuesOf = ({ queues }: WranglerConfig): string[] => [
  ...new Set([
    ...queues.producers.map(({ queue }) => queue),
    ...queues.consumers.flatMap(({ queue, dead_letter_queue }) => [queue, ...(dead_letter_queue ? [dead_letter_queue] : [])]),
  ]),
];
