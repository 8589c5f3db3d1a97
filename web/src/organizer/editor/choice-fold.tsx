import {
  AlignCenterVertical,
  AlignEndVertical,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Copy,
  FlipHorizontal2,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { seats as seatWords } from "../../words.ts";
import { NumberInput, TextInput } from "./dense-fields.tsx";
import { alignSeats, type Edge, markAccessible, mirrorSeats, moveToSection, paintTier, spreadRows } from "./house/edits.ts";
import { chosenSeats, idsOfRows, rowsWith, walk } from "./house/house.ts";
import { openAisle, type RowShape, reshapeRows } from "./house/row-shape.ts";
import { TierChoice } from "./tier-choice.tsx";
import type { Editor } from "./use-editor.ts";

const edges: readonly (readonly [Edge, string, typeof AlignStartVertical])[] = [
  ["left", "Align the left ends", AlignStartVertical],
  ["center", "Align the middles", AlignCenterVertical],
  ["right", "Align the right ends", AlignEndVertical],
];

/** What can be done with the chosen seats. */
export function ChoiceFold({ editor }: { editor: Editor }) {
  const { house, chosen } = editor;
  const seats = chosenSeats(house, chosen);
  const rows = rowsWith(house, chosen);
  const [section, setSection] = useState<string | null>(null);
  const [shape, setShape] = useState<RowShape>({ spacing: 1, curve: 0, angle: 0 });
  const [aisle, setAisle] = useState({ after: 0, width: 1 });
  const tiers = new Set(seats.map((seat) => seat.tier));
  const sections = new Set([...walk(house)].filter(({ seat }) => chosen.has(seat.id)).map((each) => each.section.name));
  const isAccessible = seats.every((seat) => seat.accessible);
  const reshape = (changes: Partial<RowShape>) => {
    setShape((before) => ({ ...before, ...changes }));
    editor.edit(reshapeRows(house, rows, { ...shape, ...changes }), "reshape");
  };
  const named = (section ?? [...sections].join(", ")).trim();

  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <p className="text-sm">
          {seatWords(seats.length)} in {rows.length === 1 ? `row ${rows[0]?.name}` : `${rows.length} rows`}
        </p>
        <Button size="small" onPress={() => editor.dispatch({ type: "choose", chosen: idsOfRows(rows) })}>
          Whole rows
        </Button>
      </div>
      <div className="flex flex-wrap gap-1">
        {edges.map(([edge, label, Icon]) => (
          <IconButton key={edge} aria-label={label} onPress={() => editor.edit(alignSeats(house, chosen, edge))}>
            <Icon className="size-4" aria-hidden />
          </IconButton>
        ))}
        <IconButton aria-label="Spread the rows evenly" onPress={() => editor.edit(spreadRows(house, chosen))}>
          <AlignVerticalDistributeCenter className="size-4" aria-hidden />
        </IconButton>
        <IconButton aria-label="Mirror left and right" onPress={() => editor.edit(mirrorSeats(house, chosen))}>
          <FlipHorizontal2 className="size-4" aria-hidden />
        </IconButton>
        <IconButton aria-label="Duplicate" onPress={editor.duplicate}>
          <Copy className="size-4" aria-hidden />
        </IconButton>
        <IconButton aria-label="Delete" className="text-loss" onPress={editor.remove}>
          <Trash2 className="size-4" aria-hidden />
        </IconButton>
      </div>
      <TierChoice
        label={tiers.size > 1 ? "Tier (several)" : "Tier"}
        editor={editor}
        value={seats[0]?.tier ?? null}
        onChange={(tier) => editor.edit(paintTier(house, chosen, tier))}
      />
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={isAccessible}
          onChange={({ target }) => editor.edit(markAccessible(house, chosen, target.checked))}
          className="size-4"
        />
        Wheelchair space
      </label>
      <form
        className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (named !== "") editor.edit(moveToSection(house, chosen, named));
          setSection(null);
        }}
      >
        <TextInput
          label="Section"
          value={section ?? [...sections].join(", ")}
          choices={house.sections.map(({ name }) => name)}
          onChange={setSection}
        />
        <Button type="submit" size="dense" isDisabled={section === null || named === ""}>
          Move there
        </Button>
      </form>
      <div className="grid grid-cols-3 gap-2">
        <NumberInput label="Curve °" value={shape.curve} min={-180} max={180} step={5} onChange={(curve) => reshape({ curve })} />
        <NumberInput label="Angle °" value={shape.angle} min={-180} max={180} step={5} onChange={(angle) => reshape({ angle })} />
        <NumberInput label="Spacing" value={shape.spacing} min={0.6} max={5} step={0.1} onChange={(spacing) => reshape({ spacing })} />
      </div>
      <form
        className="grid grid-cols-[1fr_1fr_auto] items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          editor.edit(openAisle(house, rows, aisle));
        }}
      >
        <NumberInput label="Aisle after" value={aisle.after} min={0} max={999} onChange={(after) => setAisle({ ...aisle, after })} />
        <NumberInput label="Width" value={aisle.width} min={0} max={20} step={0.5} onChange={(width) => setAisle({ ...aisle, width })} />
        <Button type="submit" size="dense" isDisabled={aisle.after === 0}>
          Open
        </Button>
      </form>
    </>
  );
}
