import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { ChoiceInput, NumberInput, TextInput } from "./dense-fields.tsx";
import { namesAfter, withDrawn } from "./house/drawn.ts";
import { boundsOf, seatsOf } from "./house/house.ts";
import { type Block, plainBlock, rowsOfBlock } from "./house/row-shape.ts";
import { toGrid } from "./house/snap.ts";
import { SkipInput } from "./skip-input.tsx";
import { TierChoice } from "./tier-choice.tsx";
import type { Editor } from "./use-editor.ts";

/** Rows by their numbers: they come behind what is there. */
export function RowsForm({ editor }: { editor: Editor }) {
  const { house, brush, setBrush } = editor;
  const [block, setBlock] = useState<Block>({ ...plainBlock, rows: 5, seats: 12 });
  const [startsAt, setStartsAt] = useState("");
  const change = (changes: Partial<Block>) => setBlock((before) => ({ ...before, ...changes }));
  const aisle = block.aisles[0];
  const next = namesAfter(house, brush.section, 1)[0] ?? "A";

  const add = () => {
    const bounds = boundsOf(seatsOf(house));
    const at = bounds === null ? { x: 0, y: 0 } : { x: (bounds.left + bounds.right) / 2, y: toGrid(bounds.bottom + block.depth + 0.5) };
    const start = startsAt.trim() === "" ? next : startsAt.trim().toUpperCase();
    const naming = { ...block.naming, kind: /^\d+$/.test(start) ? "digits" : "letters", start } as const;
    const rows = rowsOfBlock({ ...block, naming, tier: brush.tier }, at);
    const { house: more, ids } = withDrawn(house, brush, { rows, words: "" });
    editor.dispatch({ type: "edit", house: more, chosen: ids });
    setStartsAt("");
  };

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <TextInput
          label="Section"
          value={brush.section}
          choices={house.sections.map(({ name }) => name)}
          onChange={(section) => setBrush({ section })}
        />
        <TierChoice label="Tier" editor={editor} value={brush.tier} onChange={(tier) => setBrush({ tier })} />
        <NumberInput label="Rows" value={block.rows} min={1} max={200} onChange={(rows) => change({ rows })} />
        <NumberInput label="Seats in a row" value={block.seats} min={1} max={300} onChange={(seats) => change({ seats })} />
        <NumberInput
          label="Spacing"
          value={block.shape.spacing}
          min={0.6}
          max={5}
          step={0.1}
          onChange={(spacing) => change({ shape: { ...block.shape, spacing } })}
        />
        <NumberInput label="Row distance" value={block.depth} min={0.6} max={10} step={0.1} onChange={(depth) => change({ depth })} />
        <NumberInput
          label="Curve °"
          value={block.shape.curve}
          min={-180}
          max={180}
          step={5}
          onChange={(curve) => change({ shape: { ...block.shape, curve } })}
        />
        <NumberInput
          label="Angle °"
          value={block.shape.angle}
          min={-180}
          max={180}
          step={5}
          onChange={(angle) => change({ shape: { ...block.shape, angle } })}
        />
        <NumberInput
          label="Aisle after seat"
          value={aisle?.after ?? 0}
          min={0}
          max={300}
          onChange={(after) => change({ aisles: after === 0 ? [] : [{ after, width: aisle?.width ?? 1 }] })}
        />
        <TextInput label="First row" value={startsAt} placeholder={next} onChange={setStartsAt} />
        <ChoiceInput
          label="Numbers from"
          value={block.numbering.from}
          choices={[
            ["left", "Left"],
            ["right", "Right"],
          ]}
          onChange={(from) => change({ numbering: { ...block.numbering, from } })}
        />
        <ChoiceInput
          label="Numbers"
          value={block.numbering.which}
          choices={[
            ["all", "All"],
            ["odd", "Odd"],
            ["even", "Even"],
          ]}
          onChange={(which) => change({ numbering: { ...block.numbering, which } })}
        />
        <SkipInput
          label="Without numbers"
          placeholder="13"
          value={block.numbering.skip}
          onChange={(skip) => change({ numbering: { ...block.numbering, skip } })}
        />
        <SkipInput
          label="Without rows"
          placeholder="I, O"
          value={block.naming.skip}
          onChange={(skip) => change({ naming: { ...block.naming, skip } })}
        />
      </div>
      <Button type="submit" variant="primary" size="dense" isDisabled={brush.section.trim() === ""}>
        Add {block.rows * block.seats} seats
      </Button>
    </form>
  );
}
