import { posix } from "node:path";
import { type Finding, isCode, isTest, lineAt, type SourceFile } from "./source-files.ts";

/** What whoever knows of bookings may import. */
const aboveBooking = [
  "contracts",
  "workers/platform",
  "workers/gateway",
  "workers/identity",
  "workers/tenants",
  "workers/catalog",
  "workers/payments",
  "workers/booking",
];

/**
 * Which parts of the house a part may import besides itself. Needs go down by import, news goes up by event: identity, tenants ← catalog ←
 * payments ← booking ← commerce, and nobody imports notifications or admin but the four files that put the Worker together.
 */
const mayImport: Record<string, readonly string[]> = {
  contracts: [],
  "workers/platform": ["contracts", "durable-objects/circuit-breaker/facade.ts", "durable-objects/circuit-breaker/decide.ts"],
  "workers/gateway": ["contracts", "workers/platform", "workers/identity", "workers/tenants", "durable-objects/rate-limiter/facade.ts"],
  "workers/identity": ["contracts", "workers/platform", "workers/gateway", "workers/tenants"],
  "workers/tenants": ["contracts", "workers/platform", "workers/gateway", "workers/identity"],
  "workers/catalog": ["contracts", "workers/platform", "workers/gateway", "workers/identity", "workers/tenants"],
  "workers/payments": ["contracts", "workers/platform", "workers/gateway", "workers/identity", "workers/tenants", "workers/catalog"],
  "workers/booking": [
    "contracts",
    "workers/platform",
    "workers/gateway",
    "workers/identity",
    "workers/tenants",
    "workers/catalog",
    "workers/payments",
  ],
  "workers/chat": aboveBooking,
  "workers/commerce": aboveBooking,
  "workers/notifications": [...aboveBooking, "workers/commerce"],
  "workers/webhooks": [...aboveBooking, "workers/commerce"],
  "workers/reconciliation": [...aboveBooking, "workers/chat"],
  "workers/front-page": ["contracts", "workers/platform", "workers/gateway", "workers/tenants", "workers/catalog"],
  "workers/archive": ["contracts", "workers/platform", "workers/notifications/forget-old-mails.ts"],
  "workers/admin": ["contracts", "workers"],
  workers: ["contracts", "workers", "durable-objects"],
  "durable-objects": [
    "contracts",
    "workers/platform",
    "workers/booking/project-ledger.ts",
    "workers/booking/waiting-room/admission-pass.ts",
    "workers/catalog/seat-map-of.ts",
    "workers/chat/gateway-of.ts",
    "workers/chat/live-relay-of.ts",
    "workers/chat/prove-caller.ts",
    "workers/chat/room-of.ts",
    "workers/identity/inbox-of.ts",
    "workers/identity/session-ends.ts",
    "workers/payments/keep-payments.ts",
    "workers/payments/write-payments.ts",
    "workers/webhooks/secret.ts",
    "workers/webhooks/sign.ts",
    "workers/webhooks/tables.ts",
    "migrations",
  ],
  web: ["contracts"],
  scripts: ["contracts", "test/simulation"],
  bench: ["contracts", "workers", "durable-objects", "test", "scripts"],
  test: ["contracts", "workers", "durable-objects", "migrations", "scripts"],
};
const packagesOfContracts = ["zod"];

const importing = /(?<!["'])\b(?:from|import)\s*\(?\s*"([^"]+)"/g;

/** Imports that go the wrong way. Tests may import whatever they test. */
export function importFindings(files: readonly SourceFile[]): Finding[] {
  return files.filter((file) => isCode(file) && !isTest(file)).flatMap(findingsIn);
}

function findingsIn({ path, text }: SourceFile): Finding[] {
  const part = partOf(path);
  if (part === undefined) return [];
  return [...text.matchAll(importing)].flatMap((match) => {
    const [, wanted = ""] = match;
    const line = lineAt(text, match.index);
    if (!wanted.startsWith(".")) {
      if (part !== "contracts" || packagesOfContracts.includes(wanted)) return [];
      return [
        {
          path,
          line,
          what: `imports ${wanted}`,
          mend: "contracts/ is shared with browsers and objects and imports only zod: move this to the part that needs it.",
        },
      ];
    }
    const target = posix.normalize(posix.join(posix.dirname(path), wanted));
    if (isAllowed(part, target)) return [];
    const allowed = [part, ...(mayImport[part] ?? [])].join(", ");
    return [
      {
        path,
        line,
        what: `imports ${target}`,
        mend: `${part} may import ${allowed}. Turn the need round: pass the value in, send an event, or move what both need down to where both may reach.`,
      },
    ];
  });
}

/** The longest named part of the house that a file lies in. */
const partOf = (path: string): string | undefined =>
  Object.keys(mayImport)
    .filter((part) => within(path, part))
    .sort((a, b) => b.length - a.length)[0];

const isAllowed = (part: string, target: string): boolean =>
  within(target, part) || (mayImport[part] ?? []).some((other) => within(target, other));

const within = (path: string, part: string): boolean => path === part || path.startsWith(`${part}/`);
