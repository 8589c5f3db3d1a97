import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import type { RoomState } from "../core/room-state.ts";
import { SearchInput } from "../parts/search-input.tsx";
import { SidePanel } from "../parts/side-panel.tsx";
import { FoundRow } from "./found-row.tsx";
import { useFound } from "./use-found.ts";

/** Finds what was said in one room. */
export function SearchPanel({ room, onClose }: { room: RoomState; onClose: () => void }) {
  const [text, setText] = useState("");
  const words = text.trim();
  const { found, items, isSettled } = useFound(words, room.id);
  return (
    <SidePanel title="Search" onClose={onClose}>
      <div className="px-4 pb-3">
        <SearchInput aria-label="Words to find" placeholder="Words to find" autoFocus value={text} onText={setText} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {items.map((message) => (
          <FoundRow
            key={message.id}
            message={message}
            withRoom={false}
            onGo={() => {
              if (matchMedia("(width < 80rem)").matches) onClose();
            }}
          />
        ))}
        {items.length > 0 ? null : (
          <p role="status" className="px-2 py-6 text-center text-sm text-quiet">
            {found.isError
              ? "The search does not answer. Try again in a moment."
              : words.length < 2
                ? "Two letters are enough to begin."
                : found.isFetching || !isSettled
                  ? "Searching…"
                  : "Nobody said that here."}
          </p>
        )}
        {found.hasNextPage ? (
          <Button variant="ghost" size="small" className="w-full" onPress={() => void found.fetchNextPage()}>
            More
          </Button>
        ) : null}
      </div>
    </SidePanel>
  );
}
