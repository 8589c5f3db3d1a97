import { Hand, MousePointer2, RectangleEllipsis, Rows4 } from "lucide-react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { Tool } from "./house/editor-state.ts";
import type { Editor } from "./use-editor.ts";

const tools: readonly (readonly [Tool, string, typeof Hand])[] = [
  ["choose", "Choose", MousePointer2],
  ["row", "Draw a row", RectangleEllipsis],
  ["block", "Draw a block", Rows4],
  ["move", "Move the view", Hand],
];

/** What a drag on the plane does. */
export function Tools({ editor }: { editor: Editor }) {
  return (
    <ToggleButtonGroup
      aria-label="Tool"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[editor.state.tool]}
      onSelectionChange={(keys) => {
        const tool = tools.find(([each]) => keys.has(each))?.[0];
        if (tool !== undefined) editor.dispatch({ type: "tool", tool });
      }}
      className="flex shrink-0 overflow-hidden rounded-control border border-line"
    >
      {tools.map(([tool, label, Icon]) => (
        <ToggleButton
          key={tool}
          id={tool}
          aria-label={label}
          className="inline-flex h-9 items-center gap-2 px-3 text-sm font-medium whitespace-nowrap text-quiet hover:text-ink data-[selected]:bg-accent-wash data-[selected]:text-ink"
        >
          <Icon className="size-4" aria-hidden />
          <span className="max-xl:sr-only">{label}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
