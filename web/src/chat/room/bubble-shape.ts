import type { CSSProperties } from "react";

interface Shape {
  isOwn: boolean;
  isFirst: boolean;
  isLast: boolean;
  isNamed?: boolean;
}

/** Round, but for the corners where bubbles of one group meet. */
export function bubbleShape({ isOwn, isFirst, isLast, isNamed = false }: Shape): string {
  const corners = isOwn
    ? `${isFirst ? "" : "rounded-tr-md"} ${isLast ? "" : "rounded-br-md"}`
    : `${isFirst ? "" : "rounded-tl-md"} ${isLast ? "" : "rounded-bl-md"}`;
  const ground = isOwn ? "bg-accent-wash" : "bg-stage";
  const edge = isNamed ? "border-accent-text" : isOwn ? "border-transparent" : "border-line";
  return `w-fit max-w-full rounded-2xl border px-3 py-1.5 ${corners} ${ground} ${edge}`;
}

const rems = { time: 3.6, edited: 2.6, check: 1.15, gap: 0.5 };

/** How wide the line under a message is, which its last line leaves free. */
export function roomBelow({
  isTimed,
  isEdited,
  isChecked,
}: {
  isTimed: boolean;
  isEdited: boolean;
  isChecked: boolean;
}): CSSProperties | undefined {
  if (!isTimed && !isEdited) return undefined;
  const wide = rems.gap + (isTimed ? rems.time : 0) + (isEdited ? rems.edited : 0) + (isChecked ? rems.check : 0);
  return { "--said-at": `${wide}rem` } as CSSProperties;
}
