import { useState } from "react";
import { TierMark } from "../../pages/seats/legend.tsx";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "./dense-fields.tsx";
import { paintTier } from "./house/edits.ts";
import { seatsOf } from "./house/house.ts";
import type { Editor } from "./use-editor.ts";

/** The tiers with their hues and shapes; a press paints what is chosen. */
export function TiersFold({ editor }: { editor: Editor }) {
  const [name, setName] = useState("");
  const { house, chosen } = editor;
  const seats = seatsOf(house);
  const add = () => {
    editor.addTier(name.trim());
    setName("");
  };
  return (
    <>
      <ul className="grid gap-1">
        {editor.tiers.map((tier, place) => {
          const of = seats.filter((seat) => seat.tier === tier);
          return (
            <li key={tier} className="flex items-center gap-2 text-sm">
              <TierMark tier={place} />
              <button
                type="button"
                className="min-w-0 flex-1 truncate text-left hover:underline"
                onClick={() => editor.dispatch({ type: "choose", chosen: new Set(of.map((seat) => seat.id)) })}
                aria-label={`Choose all seats of ${tier}`}
              >
                {tier}
              </button>
              <span className="tabular text-xs text-quiet">{of.length}</span>
              <Button
                size="small"
                aria-label={`Paint what is chosen as ${tier}`}
                isDisabled={chosen.size === 0}
                onPress={() => editor.edit(paintTier(house, chosen, tier))}
              >
                Paint
              </Button>
            </li>
          );
        })}
      </ul>
      {editor.tiers.length === 0 ? (
        <p className="text-sm text-quiet">Every seat is of the showtime’s first tier. Name another to paint with it.</p>
      ) : null}
      <form
        className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") add();
        }}
      >
        <TextInput label="New tier" value={name} placeholder="Premium" onChange={setName} />
        <Button type="submit" size="dense" isDisabled={name.trim() === ""}>
          Add tier
        </Button>
      </form>
    </>
  );
}
