import { Redo2, Undo2 } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { seats as seatWords } from "../../words.ts";
import { ChoiceFold } from "./choice-fold.tsx";
import { Fold } from "./dense-fields.tsx";
import { commandOf } from "./editor-keys.ts";
import { FileFold } from "./file-fold.tsx";
import { rowsOf, seatCount } from "./house/house.ts";
import { templates } from "./house/templates.ts";
import { HouseCanvas, runAnywhere } from "./house-canvas.tsx";
import { NumberingFold } from "./numbering-fold.tsx";
import { OutlineFold } from "./outline-fold.tsx";
import { RowsForm } from "./rows-form.tsx";
import { TiersFold } from "./tiers-fold.tsx";
import { Tools } from "./tools.tsx";
import type { Editor as EditorHandle } from "./use-editor.ts";

/** The plane with its tools, and beside it everything by name and number. */
export function Editor({ editor, front }: { editor: EditorHandle; front: string }) {
  const { house, chosen, state } = editor;
  const fit = useRef<(() => void) | undefined>(undefined);
  const refit = () => requestAnimationFrame(() => fit.current?.());
  const count = seatCount(house);

  // Anywhere but where somebody types.
  const key = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, select, button") !== null) {
      const typing = event.target.closest("input:not([type=checkbox]), textarea, select") !== null;
      if (typing || !(event.ctrlKey || event.metaKey)) return;
    }
    const command = commandOf(event);
    if (command !== null && runAnywhere(command.type, editor)) event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo and redo work wherever the focus is inside
    <div
      className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(18rem,1fr)_minmax(0,45%)] lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-1"
      onKeyDown={key}
    >
      <section aria-label="Plan" className="flex min-h-0 flex-col">
        <div className="hide-scrollbar flex shrink-0 items-center gap-2 overflow-x-auto border-b border-line px-3 py-1.5">
          <Tools editor={editor} />
          <IconButton aria-label="Undo" isDisabled={state.history.past.length === 0} onPress={() => editor.dispatch({ type: "undo" })}>
            <Undo2 className="size-4" aria-hidden />
          </IconButton>
          <IconButton aria-label="Redo" isDisabled={state.history.future.length === 0} onPress={() => editor.dispatch({ type: "redo" })}>
            <Redo2 className="size-4" aria-hidden />
          </IconButton>
          <p role="status" className="tabular ml-auto shrink-0 text-sm whitespace-nowrap text-quiet">
            <span className="font-semibold text-ink">{seatWords(count)}</span> · {rowsOf(house).length} rows
            {chosen.size === 0 ? "" : ` · ${chosen.size} chosen`}
          </p>
        </div>
        <div className="seat-stage relative min-h-0 flex-1">
          <HouseCanvas editor={editor} front={front} fit={fit} />
          {count === 0 ? (
            <div className="pointer-events-none absolute inset-0 grid place-items-center p-4">
              <div className="pointer-events-auto grid max-w-md gap-3 rounded-card border border-line bg-raised p-4 shadow-(--float)">
                <h2 className="text-base">Start with a house, or draw your own</h2>
                <ul className="grid grid-cols-2 gap-2">
                  {Object.values(templates).map(({ name, of, make }) => (
                    <li key={name} className="grid">
                      <button
                        type="button"
                        className="grid content-start gap-0.5 rounded-control border border-line px-3 py-2 text-left hover:border-edge"
                        onClick={() => {
                          editor.edit(make());
                          refit();
                        }}
                      >
                        <span className="text-sm font-semibold">{name}</span>
                        <span className="text-xs text-quiet">{of}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </div>
            </div>
          ) : null}
        </div>
      </section>
      <aside aria-label="What the house is made of" className="min-h-0 overflow-y-auto border-t border-line lg:border-t-0 lg:border-l">
        <Faults editor={editor} />
        {chosen.size > 0 ? (
          <Fold title="Chosen seats">
            <ChoiceFold key={[...chosen].slice(0, 3).join()} editor={editor} />
          </Fold>
        ) : null}
        <Fold title="Add rows" isOpen={chosen.size === 0}>
          <RowsForm editor={editor} />
        </Fold>
        <Fold title="Tiers">
          <TiersFold editor={editor} />
        </Fold>
        <Fold title="Numbers and names" isOpen={false}>
          <NumberingFold editor={editor} />
        </Fold>
        <Fold title="Outline">
          <OutlineFold editor={editor} />
        </Fold>
        <Fold title="File" isOpen={false}>
          <FileFold editor={editor} onRead={refit} />
        </Fold>
      </aside>
    </div>
  );
}

function Faults({ editor }: { editor: EditorHandle }) {
  if (editor.faults.length === 0) return null;
  return (
    <ul className="grid gap-2 border-b border-line bg-stage px-4 py-3" aria-label="To mend">
      {editor.faults.map(({ words, ids, isGrave }) => (
        <li key={words} className="flex items-start justify-between gap-2 text-sm">
          <span className={isGrave ? "text-loss" : "text-quiet"}>{words}</span>
          {ids.size === 0 ? null : (
            <Button size="small" onPress={() => editor.dispatch({ type: "choose", chosen: ids })}>
              Show
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
