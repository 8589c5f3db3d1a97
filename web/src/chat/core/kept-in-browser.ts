import { isDraft } from "./drafts.ts";
import type { OutboxKeep, Unsent } from "./outbox.ts";

const prefix = "mq_unsent:";

/**
 * Keeps unsent messages of one person and app in the browser. Each has an entry of its own, so that two tabs never overwrite each other's; written at once,
 * so that a tab which dies with the message on the screen has not lost it.
 */
export function keptInBrowser(storage: Storage, owner: string): OutboxKeep {
  const mine = `${prefix}${owner}:`;
  return {
    all: () =>
      keysOf(storage)
        .filter((key) => key.startsWith(mine))
        .flatMap((key) => parsed(storage.getItem(key))),
    put: (unsent) => {
      try {
        storage.setItem(mine + unsent.clientId, JSON.stringify(unsent));
      } catch {
        // A full storage keeps nothing over a reload; the open page still has it.
      }
    },
    remove: (clientId) => storage.removeItem(mine + clientId),
  };
}

/** Somebody logged out: what they had not sent, or not finished, is nobody else's to find. */
export function forgetUnsent(storage: Storage): void {
  for (const key of keysOf(storage)) if (key.startsWith(prefix) || isDraft(key)) storage.removeItem(key);
}

const keysOf = (storage: Storage): string[] => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");

function parsed(text: string | null): Unsent[] {
  try {
    const unsent = JSON.parse(text ?? "null") as Unsent | null;
    return unsent !== null && typeof unsent.content === "string" && typeof unsent.writtenAt === "number" ? [unsent] : [];
  } catch {
    return [];
  }
}
