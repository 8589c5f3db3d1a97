import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { IconButton } from "../../parts/button.tsx";
import { useTheme } from "../../shell/theme.ts";
import { drawHouse } from "./draw-house.ts";
import { type Command, commandOf } from "./editor-keys.ts";
import { Hand } from "./hand.ts";
import { noIds } from "./house/house.ts";
import type { Editor } from "./use-editor.ts";

const panPixels = 60;
const cursors = { choose: "default", row: "crosshair", block: "crosshair", move: "grab" } as const;

interface HouseCanvasProps {
  editor: Editor;
  front: string;
  /** Filled with what brings the whole house into the window. */
  fit: RefObject<(() => void) | undefined>;
}

/** The plane on which the house is drawn. Beside it the outline offers the same to those who cannot see or point. */
export function HouseCanvas({ editor, front, fit }: HouseCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hand = useRef<Hand | null>(null);
  const isQueued = useRef(false);
  const theme = useTheme();

  const paint = useEffectEvent(() => {
    isQueued.current = false;
    if (canvas.current === null || hand.current === null) return;
    const { preview, overlay, sight, room } = hand.current;
    const faulty = new Set(editor.faults.flatMap((fault) => [...fault.ids]));
    drawHouse(
      canvas.current,
      { house: preview ?? editor.house, chosen: editor.chosen, faulty, tiers: editor.tiers, front, overlay },
      sight,
      room,
    );
  });
  const redraw = useEffectEvent(() => {
    if (isQueued.current) return;
    isQueued.current = true;
    requestAnimationFrame(() => paint());
  });
  const make = useEffectEvent(
    (element: HTMLCanvasElement) => new Hand(element, editor.state, editor.brush, editor.dispatch, () => redraw()),
  );

  useEffect(() => {
    if (canvas.current === null) return;
    const made = make(canvas.current);
    hand.current = made;
    fit.current = () => made.showAll();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => redraw();
    scheme.addEventListener("change", changed);
    const detach = made.attach();
    return () => {
      scheme.removeEventListener("change", changed);
      detach();
    };
  }, [fit]);
  useEffect(() => hand.current?.knows(editor.state, editor.brush), [editor.state, editor.brush]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme, tier or front is another picture
  useEffect(() => redraw(), [theme, editor.tiers, front]);

  const key = (event: KeyboardEvent) => {
    if (event.key === " " && hand.current !== null) {
      hand.current.isSpaceDown = event.type === "keydown";
      event.preventDefault();
      return;
    }
    if (event.type !== "keydown") return;
    const command = commandOf(event);
    if (command === null || hand.current === null) return;
    event.preventDefault();
    event.stopPropagation();
    run(command, editor, hand.current);
  };

  return (
    <div className="absolute inset-0">
      <p id="plane-help" className="sr-only">
        Arrow keys move the chosen seats by a tenth of a seat, with shift by a whole one; with nothing chosen they move the plane. Delete
        takes seats away, control with D duplicates, with A chooses all, with Z undoes. The outline lists every section and row.
      </p>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys do here what they do in a drawing program */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label="House plan"
        aria-describedby="plane-help"
        className="size-full touch-none -outline-offset-2"
        style={{ cursor: cursors[editor.state.tool] }}
        onKeyDown={key}
        onKeyUp={key}
      />
      <div className="absolute right-3 bottom-3 grid overflow-hidden rounded-card border border-line bg-raised shadow-(--float)">
        <IconButton aria-label="Zoom in" className="rounded-none" onPress={() => hand.current?.zoom(1.4)}>
          <Plus className="size-4" aria-hidden />
        </IconButton>
        <IconButton aria-label="Zoom out" className="rounded-none border-y border-line" onPress={() => hand.current?.zoom(1 / 1.4)}>
          <Minus className="size-4" aria-hidden />
        </IconButton>
        <IconButton aria-label="Show the whole house" className="rounded-none" onPress={() => hand.current?.showAll()}>
          <Maximize className="size-4" aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function run(command: Command, editor: Editor, hand: Hand): void {
  const { type } = command;
  if (type === "nudge") {
    if (editor.chosen.size > 0) editor.nudge(command.dx, command.dy);
    else hand.pan(-Math.sign(command.dx) * panPixels, -Math.sign(command.dy) * panPixels);
  } else if (type === "in") hand.zoom(1.4);
  else if (type === "out") hand.zoom(1 / 1.4);
  else if (type === "fit") hand.showAll();
  else if (type === "none") editor.dispatch({ type: "choose", chosen: noIds });
  else runAnywhere(type, editor);
}

/** What keys do wherever the focus is in the editor. */
export function runAnywhere(type: string, editor: Editor): boolean {
  if (type === "undo" || type === "redo") editor.dispatch({ type });
  else if (type === "delete") editor.remove();
  else if (type === "duplicate") editor.duplicate();
  else if (type === "all") editor.chooseAll();
  else return false;
  return true;
}
