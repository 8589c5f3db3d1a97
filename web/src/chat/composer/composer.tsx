import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { limits } from "../../../../contracts/limits.ts";
import { IconButton } from "../../parts/button.tsx";
import { type Mentionable, mentionAt, mentionsFor, withMention } from "../core/mentioning.ts";
import type { RoomState } from "../core/room-state.ts";
import type { Actions } from "../room/use-actions.ts";
import { useMembers } from "../room/use-readers.ts";
import { useChat } from "../use-chat.ts";
import { EmojiButton } from "./emoji-button.tsx";
import { IntentBar } from "./intent-bar.tsx";
import { MentionList } from "./mention-list.tsx";
import { Silence, useSilence } from "./silence.tsx";
import { useSubmit } from "./use-submit.ts";
import { useTypedAnywhere } from "./use-typed-anywhere.ts";

interface ComposerProps {
  room: RoomState;
  actions: Actions;
  onSent: () => void;
}

/** The line to say something: it grows, Enter sends, Shift and Enter begin a new line. */
export function Composer({ room, actions, onSent }: ComposerProps) {
  const silence = useSilence(room);
  if (silence !== null) return <Silence words={silence} />;
  return <Writing room={room} actions={actions} onSent={onSent} />;
}

function Writing({ room, actions, onSent }: ComposerProps) {
  const chat = useChat();
  const { drafts } = chat.store;
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { intent } = actions;
  const [text, setText] = useState(() => drafts.of(room.id));
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [isListHidden, setListHidden] = useState(false);
  const { members } = useMembers(room);

  const part = mentionAt(text, caret);
  const matching: Mentionable[] =
    part === null || isListHidden
      ? []
      : mentionsFor(
          members.filter(({ id }) => id !== chat.store.me),
          part.part,
        );
  const change = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    setActive(0);
    setListHidden(false);
    if (intent?.kind === "edit") return;
    drafts.keep(room.id, next);
    chat.typing(room.id, next.trim() !== "");
  };
  const { submit, failure } = useSubmit({ room, actions, onSent, clear: () => change("", 0) });

  // Whoever answers or edits goes on writing at once: what they edit is there before their next key.
  useLayoutEffect(() => {
    if (intent === null) return;
    if (intent.kind === "edit") setText(intent.words ?? intent.message.content);
    field.current?.focus();
    return () => {
      if (intent.kind === "edit") setText(drafts.of(room.id));
    };
  }, [intent, room.id, drafts]);

  // Whoever opens a room with keys under their hands writes at once; on a phone the keyboard would hide what is to be read.
  useEffect(() => {
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) field.current?.focus({ preventScroll: true });
    // The list shows what was begun here.
    return () => room.tellNow();
  }, [room]);
  useTypedAnywhere(field);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another text may need another height
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null) return;
    current.style.height = "auto";
    current.style.height = `${current.scrollHeight}px`;
  }, [text]);

  // At once: whoever types on quickly must not have the caret moved under their hands.
  const write = (next: string, at: number) => {
    flushSync(() => change(next, at));
    field.current?.setSelectionRange(at, at);
  };
  const insert = (said: string) => {
    const at = field.current?.selectionStart ?? text.length;
    write(text.slice(0, at) + said + text.slice(at), at + said.length);
    field.current?.focus();
  };
  const mention = ({ username }: Mentionable) => {
    const next = withMention(text, caret, username);
    write(next.text, next.caret);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = matching[active];
    if (chosen !== undefined && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + matching.length) % matching.length);
    } else if (chosen !== undefined && (event.key === "Enter" || event.key === "Tab")) mention(chosen);
    else if (event.key === "Escape" && matching.length > 0) setListHidden(true);
    else if (event.key === "Escape" && intent !== null) actions.forget();
    else if (event.key === "Enter" && !event.shiftKey) submit(text);
    else if (event.key === "ArrowUp" && !event.altKey && text === "" && intent === null) {
      const last = room.log.shown.findLast(({ senderId, kind, deletedAt }) => senderId === room.me && kind === "TEXT" && !deletedAt);
      if (last === undefined) return;
      actions.edit(last);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="relative shrink-0 border-t border-line px-2 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-4 sm:pb-3">
      {matching.length === 0 ? null : <MentionList id={listId} people={matching} active={active} choose={mention} />}
      <IntentBar actions={actions} />
      {failure === null ? null : (
        <p role="alert" className="px-2 pb-1.5 text-sm text-loss">
          {failure}
        </p>
      )}
      <div className="flex items-end gap-1 rounded-3xl border border-line bg-stage p-1 focus-within:border-edge">
        <EmojiButton pick={insert} />
        <textarea
          ref={field}
          rows={1}
          aria-label={`Message to ${chat.store.nameOf(room)}`}
          placeholder={room.info.slowModeSeconds > 0 && !room.mayModerate ? `Message, one every ${room.info.slowModeSeconds} s` : "Message"}
          maxLength={limits.messageCharsMax}
          value={text}
          aria-controls={matching.length > 0 ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={matching.length > 0 ? `${listId}-${active}` : undefined}
          className="max-h-[35dvh] min-h-10 flex-1 resize-none bg-transparent px-1 py-2 text-base leading-6 outline-none placeholder:text-quiet sm:text-[0.9375rem]"
          onChange={(event) => change(event.target.value, event.target.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          aria-label={intent?.kind === "edit" ? "Save" : "Send"}
          isDisabled={text.trim() === ""}
          preventFocusOnPress
          className="shrink-0 rounded-full bg-accent text-on-accent hover:bg-accent hover:brightness-108 data-[disabled]:bg-transparent"
          onPress={() => {
            submit(text);
            field.current?.focus();
          }}
        >
          <SendHorizontal className="size-[18px]" aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
