import { useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { emojiLike } from "./emoji.ts";

/** All emoji, found by words; arrows go through them. */
export function EmojiPicker({ pick }: { pick: (emoji: string) => void }) {
  const [words, setWords] = useState("");
  const found = emojiLike(words);
  return (
    <div className="grid w-76 gap-2 p-2">
      <input
        type="search"
        aria-label="Find an emoji"
        placeholder="Find an emoji"
        // biome-ignore lint/a11y/noAutofocus: whoever opens it types or walks on from here
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== "Enter" || first === undefined) return;
          event.preventDefault();
          pick(first.emoji);
        }}
        className="h-9 w-full rounded-full border border-line bg-stage px-3 text-sm placeholder:text-quiet"
      />
      <ListBox
        aria-label="Emoji"
        layout="grid"
        selectionMode="none"
        items={found.map((each) => ({ ...each, id: each.emoji }))}
        onAction={(key) => pick(String(key))}
        renderEmptyState={() => <p className="col-span-full py-6 text-center text-sm text-quiet">No emoji is called like that.</p>}
        className="grid max-h-56 grid-cols-8 overflow-y-auto outline-none"
      >
        {({ emoji, words: label }) => (
          <ListBoxItem
            textValue={label}
            aria-label={label}
            className="grid size-9 cursor-pointer place-items-center rounded-control text-lg hover:bg-line/60 focus-visible:-outline-offset-2"
          >
            {emoji}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}
