import type { RatePolicyName } from "../../contracts/settings.ts";

/**
 * Where each policy is counted. `object`: exactly, in one small object per caller · `binding`: by the platform, per location and approximately ·
 * `owner`: exactly, in the object that the route calls anyway. The numbers are settings.
 */
export const countedBy: Readonly<Record<RatePolicyName, "object" | "binding" | "owner">> = {
  auth: "object",
  users: "object",
  chat: "object",
  emailExists: "object",
  reservation: "owner",
  reads: "binding",
  writes: "binding",
};

const groups: readonly (readonly [prefix: string, policy: RatePolicyName])[] = [
  ["/api/v1/auth/", "auth"],
  ["/api/v1/users/", "users"],
  ["/api/v1/chat/", "chat"],
];

/** The policy of a route that names none itself: that of its group, by its path; else one for reads and one for writes. */
export function policyOf(method: string, path: string): RatePolicyName {
  const group = groups.find(([prefix]) => `${path}/`.startsWith(prefix));
  return group?.[1] ?? (method === "get" ? "reads" : "writes");
}
