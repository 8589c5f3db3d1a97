export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export type Command =
  | { type: "nudge"; dx: number; dy: number }
  | { type: "delete" | "duplicate" | "all" | "none" | "undo" | "redo" | "in" | "out" | "fit" };

/** With shift a whole seat, without it a tenth. */
const fine = 0.1;
const arrows: Record<string, [dx: number, dy: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const plain: Record<string, Command> = {
  Delete: { type: "delete" },
  Backspace: { type: "delete" },
  Escape: { type: "none" },
  "+": { type: "in" },
  "=": { type: "in" },
  "-": { type: "out" },
  "0": { type: "fit" },
};

/** What a key means in the editor; null for those that mean nothing. */
export function commandOf({ key, ctrlKey, metaKey, shiftKey }: Key): Command | null {
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === "z") return { type: shiftKey ? "redo" : "undo" };
    if (letter === "y") return { type: "redo" };
    if (letter === "d") return { type: "duplicate" };
    return letter === "a" ? { type: "all" } : null;
  }
  const arrow = arrows[key];
  if (arrow === undefined) return plain[key] ?? null;
  const step = shiftKey ? 1 : fine;
  return { type: "nudge", dx: arrow[0] * step, dy: arrow[1] * step };
}
