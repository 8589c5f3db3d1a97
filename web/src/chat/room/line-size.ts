import type { Line } from "../core/lines.ts";

const charsPerLine = 48;
const linePx = 22;

/** About how high a line will be, in pixels, before it has been drawn. */
export function estimateOf(line: Line | undefined): number {
  if (line === undefined) return 40;
  if (line.kind === "start") return 120;
  if (line.kind === "day" || line.kind === "unread") return 48;
  if (line.kind === "notice") return 32;
  const content = line.kind === "message" ? line.message.content : line.unsent.content;
  const rows = content.split("\n").reduce((sum, row) => sum + Math.max(1, Math.ceil(row.length / charsPerLine)), 0);
  const hasReactions = line.kind === "message" && (line.message.reactions?.length ?? 0) > 0;
  return 20 + rows * linePx + (line.isFirst ? 26 : 0) + (line.isLast ? 2 : 0) + (hasReactions ? 32 : 0);
}
