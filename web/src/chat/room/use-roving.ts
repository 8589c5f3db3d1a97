import type { Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useState } from "react";
import type { Line } from "../core/lines.ts";
import type { Pointed } from "./actions-popover.tsx";
import type { Actions } from "./use-actions.ts";

interface RovingInput {
  lines: readonly Line[];
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  scroller: RefObject<HTMLDivElement | null>;
  actions: Actions;
  open: (pointed: Pointed) => void;
}

/** One message at a time takes the focus: arrows go on, Enter opens what can be done with it, R replies. */
export function useRoving({ lines, virtualizer, scroller, actions, open }: RovingInput) {
  const [key, setKey] = useState<string | null>(null);
  // Only what is drawn can have the focus: whoever begins to read further up comes in there.
  const drawn = virtualizer.getVirtualItems().flatMap(({ index }) => lines[index] ?? []);
  const isThere = key !== null && drawn.some((line) => line.key === key);
  const currentKey = isThere ? key : (drawn.findLast(({ kind }) => kind === "message")?.key ?? null);

  const rowOf = (wanted: string): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(wanted)}"]`) ?? null;
  const goTo = (index: number) => {
    const line = lines[index];
    if (line === undefined) return;
    setKey(line.key);
    virtualizer.scrollToIndex(index, { align: "auto" });
    requestAnimationFrame(() => rowOf(line.key)?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.dataset.line === undefined) return;
    const at = lines.findIndex((line) => line.key === currentKey);
    const line = lines[at];
    const isMessage = (each: Line) => each.kind === "message";
    if (event.key === "ArrowUp") goTo(lines.slice(0, at).findLastIndex(isMessage));
    else if (event.key === "ArrowDown") goTo(lines.findIndex((each, index) => index > at && isMessage(each)));
    else if (line?.kind !== "message") return;
    else if (event.key === "Enter" || event.key === " ") {
      const anchor = rowOf(line.key);
      if (anchor !== null) open({ message: line.message, anchor, picker: false });
    } else if (event.key === "r" && !event.ctrlKey && !event.metaKey) actions.reply(line.message);
    else return;
    event.preventDefault();
  };
  return { currentKey, onKeyDown, focused: setKey };
}
