import type { Scope } from "../../../../../contracts/tenants.ts";

const names: Record<Scope, string> = {
  "identity:read": "Read accounts",
  "identity:write": "Change accounts",
  "catalogue:read": "Read the catalogue",
  "catalogue:write": "Change the catalogue",
  "bookings:read": "Read bookings",
  "bookings:write": "Change bookings",
  "payments:read": "Read payments",
  "payments:write": "Change payments",
  "commerce:read": "Read products and orders",
  "commerce:write": "Change products and orders",
  "organizers:read": "Read organizers",
  "organizers:write": "Change organizers",
  "chat:read": "Read chat rooms",
  "chat:write": "Write in chat rooms",
  "webhooks:read": "Read webhook endpoints and deliveries",
  "webhooks:write": "Change webhook endpoints",
};

/** What a key can be held to, in words. */
export const scopeNames = Object.entries(names) as [Scope, string][];
