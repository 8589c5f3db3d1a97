import { Pencil, Reply, X } from "lucide-react";
import { plain } from "../parts/said-words.ts";
import type { Actions } from "../room/use-actions.ts";
import { useChat, usePeople } from "../use-chat.ts";

/** Above the line: what it answers, or that it changes something. */
export function IntentBar({ actions }: { actions: Actions }) {
  const { store } = useChat();
  const people = usePeople();
  const { intent } = actions;
  if (intent === null) return null;
  const { kind, message } = intent;
  const Icon = kind === "reply" ? Reply : Pencil;
  const sender = message.senderId === store.me ? "yourself" : (people.get(message.senderId)?.name ?? "somebody");
  return (
    <div className="rise mb-2 flex items-center gap-3 rounded-control border-l-2 border-accent-text bg-stage px-3 py-1.5">
      <Icon className="size-4 shrink-0 text-accent-text" aria-hidden />
      <p className="min-w-0 flex-1 text-sm">
        <span className="block font-semibold">{kind === "reply" ? `Reply to ${sender}` : "Edit message"}</span>
        <span className="block truncate text-quiet">{plain(message.content)}</span>
      </p>
      <button
        type="button"
        aria-label={kind === "reply" ? "Do not reply" : "Stop editing"}
        className="grid size-8 place-items-center rounded-control text-quiet hover:bg-line/60 hover:text-ink"
        onClick={actions.forget}
      >
        <X className="size-4" aria-hidden />
      </button>
    </div>
  );
}
