import type { Mentionable } from "../core/mentioning.ts";
import { Face } from "../parts/face.tsx";
import { usePeople } from "../use-chat.ts";

interface MentionListProps {
  id: string;
  people: readonly Mentionable[];
  active: number;
  choose: (person: Mentionable) => void;
}

/** Whom an `@` may mean. The focus stays in the line, which names the active one. */
export function MentionList({ id, people, active, choose }: MentionListProps) {
  const known = usePeople();
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Mention"
      className="rise absolute bottom-full left-2 z-20 mb-1 w-72 max-w-[calc(100%-1rem)] rounded-card border border-line bg-raised p-1 shadow-(--float) sm:left-4"
    >
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the line that keeps the focus handles the keys
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="flex cursor-pointer items-center gap-2.5 rounded-control px-2 py-1.5 text-sm hover:bg-line/50 aria-selected:bg-line/70"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(person)}
        >
          <Face id={person.id} name={person.name} url={known.get(person.id)?.avatarUrl ?? null} />
          <span className="min-w-0 flex-none truncate font-medium">{person.name}</span>
          <span className="min-w-0 flex-1 truncate text-right text-xs text-quiet">@{person.username}</span>
        </div>
      ))}
    </div>
  );
}
