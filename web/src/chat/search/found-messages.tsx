import { Button } from "../../parts/button.tsx";
import { FoundRow } from "./found-row.tsx";
import { useFound } from "./use-found.ts";

/** Under the rooms of a search: what was said with these words. */
export function FoundMessages({ words, hasRooms }: { words: string; hasRooms: boolean }) {
  const { found, items, isSettled } = useFound(words);
  return (
    <section aria-label="Messages" className="mt-2 border-t border-line pt-3">
      <h2 className="px-2 pb-1 text-xs font-semibold text-quiet">Messages</h2>
      {found.isError ? (
        <p className="px-2 py-2 text-sm text-quiet">The search does not answer. Try again in a moment.</p>
      ) : items.length > 0 ? (
        <ul>
          {items.map((message) => (
            <li key={message.id}>
              <FoundRow message={message} withRoom />
            </li>
          ))}
        </ul>
      ) : (
        <p className="px-2 py-2 text-sm text-quiet" role="status">
          {found.isFetching || !isSettled ? "Searching…" : hasRooms ? "No message says that." : "No room and no message says that."}
        </p>
      )}
      {found.hasNextPage ? (
        <Button variant="ghost" size="small" className="w-full" onPress={() => void found.fetchNextPage()}>
          More messages
        </Button>
      ) : null}
    </section>
  );
}
