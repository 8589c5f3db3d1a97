import type { Message } from "../../../../contracts/messages.ts";
import { useChat } from "../use-chat.ts";

const namesMax = 8;

interface ReactionsProps {
  message: Message;
  nameOf: (userId: string) => string;
  react: (message: Message, emoji: string) => void;
}

/** Who thinks what of it; a press adds one's own or takes it back. */
export function Reactions({ message, nameOf, react }: ReactionsProps) {
  const { store } = useChat();
  const { reactions = [] } = message;
  if (reactions.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1" aria-label="Reactions">
      {reactions.map(({ emoji, count, userIds }) => {
        const names = userIds.slice(0, namesMax).map(nameOf).join(", ");
        const who = count > namesMax ? `${names} and ${count - namesMax} others` : names;
        return (
          <li key={emoji}>
            <button
              type="button"
              tabIndex={-1}
              title={who}
              aria-label={`${emoji} ${count}: ${who}`}
              aria-pressed={userIds.includes(store.me)}
              className="tabular flex h-7 items-center gap-1 rounded-full border border-line bg-raised px-2 text-sm hover:border-edge aria-pressed:border-accent-text aria-pressed:bg-accent-wash"
              onClick={() => react(message, emoji)}
            >
              <span>{emoji}</span>
              <span className="text-xs font-medium">{count}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
