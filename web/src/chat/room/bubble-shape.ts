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
