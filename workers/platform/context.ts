import type { Role } from "../../contracts/identity.ts";
import type { IdempotentCall } from "../../contracts/ledger.ts";
import type { Domain, KeyKind, Scope } from "../../contracts/tenants.ts";
import type { Database } from "./database.ts";
import type { Logger } from "./log.ts";

/** The app in whose name a request comes, and the key that proved it. */
export interface Tenant {
  appId: string;
  domain: Domain;
  keyKind: KeyKind;
  /** The key that this request came with; null for a ticket of before keys were named in tickets. */
  keyId: string | null;
  /** What that key may do; null for all that its kind may. */
  scopes: readonly Scope[] | null;
  webApp: boolean;
  /** Whether everybody who signs in here is an ORGANIZER. */
  openOrganizers: boolean;
}

/** `cartId`: of a guest who comes with a ticket, the cart for which it was made. `server`: the tenant's own server with its secret key and no user. `system`: the platform itself, from a queue or a cron. */
export type Actor =
  | { kind: "anonymous"; cartId?: string }
  | { kind: "server" }
  | { kind: "system" }
  | { kind: "user"; userId: string; sessionId: string; role: Role }
  | { kind: "admin"; email: string };

/** What every verb gets: everything from outside that it may use. No HTTP type is in it, so a queue or a cron can call the same verbs. */
export interface Ctx {
  requestId: string;
  env: Env;
  db: Database;
  log: Logger;
  now(): number;
  /** For work that may be lost; what must not be lost goes into an outbox. */
  waitUntil(promise: Promise<unknown>): void;
  /** `endUser`: the address is that of a person, named by the tenant's own server in `x-end-user-ip`, and not of whoever is connected. */
  client: { ip: string; userAgent: string | null; origin: string | null; endUser: boolean };
  /** The origin at which this request reached us, where our own pages are; null for what the platform does by itself. */
  ownOrigin: string | null;
  actor: Actor;
  tenant: Tenant | null;
  /** The id of the one-time ticket that opened this request, to be spent by the object that it reaches. */
  ticketId: string | null;
  /** The caller's Idempotency-Key on a route whose object keeps the record itself; null elsewhere. */
  idempotency: IdempotentCall | null;
}

export type TenantCtx = Ctx & { tenant: Tenant };
export type UserCtx = TenantCtx & { actor: Extract<Actor, { kind: "user" }> };
export type AdminCtx = Ctx & { actor: Extract<Actor, { kind: "admin" }> };

/** Who wrote this, for the audit log. */
export function actorName(actor: Actor): string {
  if (actor.kind === "user") return actor.userId;
  return actor.kind === "admin" ? `admin:${actor.email}` : actor.kind;
}
