/** A table of D1 that is backed up. `anew`: columns that begin at 0 again, because the objects tell them anew and no older telling undoes a newer one. */
export interface KeptTable {
  name: string;
  anew?: readonly string[];
}

/** What is backed up of D1: parents before what refers to them, in the order of a restore. It is read the other way round, so that no child lacks its parent. */
export const keptTables: readonly KeptTable[] = [
  { name: "configuration_versions" },
  { name: "apps" },
  { name: "app_origins" },
  { name: "api_keys" },
  { name: "users" },
  { name: "identities" },
  { name: "known_networks" },
  { name: "organizers" },
  { name: "notification_choices" },
  { name: "message_digests" },
  { name: "mail_suppressions" },
  { name: "venues" },
  { name: "venue_sections" },
  { name: "listings" },
  { name: "showtimes", anew: ["ledger_seq"] },
  { name: "ticket_orders" },
  { name: "products" },
  { name: "product_variants" },
  { name: "promotions" },
  { name: "promotion_users" },
  { name: "carts" },
  { name: "orders" },
  { name: "order_lines" },
  { name: "order_timeline" },
  { name: "promotion_uses" },
  { name: "payments" },
  { name: "payment_events" },
  { name: "refunds" },
  { name: "simulated_charges" },
  { name: "simulated_refunds" },
  { name: "chat_rooms", anew: ["version"] },
  { name: "messages", anew: ["version"] },
  { name: "box_office_rooms" },
  { name: "webhook_endpoints" },
  { name: "webhook_subscriptions" },
  { name: "mails" },
  { name: "outbox" },
  { name: "dead_letters" },
  { name: "daily_sales" },
  { name: "daily_app_counts" },
  { name: "daily_key_counts" },
  { name: "monthly_figures" },
  { name: "audit_log" },
];

const signedInAnew = "people sign in anew: a session that ended after the backup must not live again";
const toldAnew = "the objects are the truth of it and tell it anew";
const shortLived = "it counts for a day at most";

/** What is not, each with the reason; children before their parents. */
export const leftOutTables: Readonly<Record<string, string>> = {
  refresh_tokens: signedInAnew,
  sessions: signedInAnew,
  oidc_sign_ins: signedInAnew,
  codes: signedInAnew,
  quotas: shortLived,
  login_failures: shortLived,
  idempotency_keys: shortLived,
  message_errors: shortLived,
  booking_seats: toldAnew,
  bookings: toldAnew,
  reservations: toldAnew,
  waitlist_entries: toldAnew,
  chat_members: toldAnew,
  mailbox: "a laptop's mails, which no deployment has",
  job_runs: "what runs by the clock does nothing twice, and the run of a backup or a restore is itself among them",
};

/** Tables that are neither: D1's and wrangler's own, and what a restore keeps for itself. */
export const isOwnTable = (name: string): boolean => /^(_cf_|sqlite_|d1_migrations$|restore_triggers$)/.test(name);
