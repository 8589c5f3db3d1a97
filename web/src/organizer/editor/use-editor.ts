import { useDeferredValue, useMemo, useReducer, useState } from "react";
import { type Brush, plainBrush } from "./house/drawn.ts";
import { type EditorAction, type EditorState, editorReducer, startWith } from "./house/editor-state.ts";
import { deleteSeats, duplicateSeats, moveSeats } from "./house/edits.ts";
import { type Fault, faultsOf } from "./house/faults.ts";
import { type House, type Ids, noIds, seatsOf, tiersIn } from "./house/house.ts";

export interface Editor {
  state: EditorState;
  house: House;
  chosen: Ids;
  faults: Fault[];
  brush: Brush;
  setBrush: (changes: Partial<Brush>) => void;
  /** Names of tiers that seats have or may get, in the order of their hues. */
  tiers: readonly string[];
  addTier: (name: string) => void;
  dispatch: (action: EditorAction) => void;
  /** `joins`: see History. */
  edit: (house: House, joins?: string) => void;
  remove: () => void;
  duplicate: () => void;
  nudge: (dx: number, dy: number) => void;
  chooseAll: () => void;
}

/** The house in the editor with all that can be done to it. */
export function useEditor(start: House): Editor {
  const [state, dispatch] = useReducer(editorReducer, start, startWith);
  const [brush, setBrush] = useState<Brush>(() => ({ ...plainBrush, section: start.sections[0]?.name ?? plainBrush.section }));
  const [extraTiers, setExtraTiers] = useState<readonly string[]>([]);
  const house = state.history.now;
  const { chosen } = state;
  // Thousands of seats take a moment to check: the plane need not wait for it.
  const settled = useDeferredValue(house);
  const faults = useMemo(() => faultsOf(settled), [settled]);
  const used = useMemo(() => tiersIn(house), [house]);
  // A tier keeps its hue for as long as the editor is open.
  const [order, setOrder] = useState<readonly string[]>(used);
  const unknown = [...used, ...extraTiers].filter((name) => !order.includes(name));
  if (unknown.length > 0) setOrder([...order, ...new Set(unknown)]);
  const tiers = order.filter((name) => used.includes(name) || extraTiers.includes(name));

  return {
    state,
    house,
    chosen,
    faults,
    brush,
    setBrush: (changes) => setBrush((before) => ({ ...before, ...changes })),
    tiers,
    addTier: (name) => setExtraTiers((before) => (before.includes(name) ? before : [...before, name])),
    dispatch,
    edit: (next, joins) => dispatch({ type: "edit", house: next, ...(joins !== undefined && { joins }) }),
    remove: () => {
      if (chosen.size > 0) dispatch({ type: "edit", house: deleteSeats(house, chosen), chosen: noIds });
    },
    duplicate: () => {
      const { house: more, ids } = duplicateSeats(house, chosen);
      if (more !== house) dispatch({ type: "edit", house: more, chosen: ids });
    },
    nudge: (dx, dy) => dispatch({ type: "edit", house: moveSeats(house, chosen, dx, dy), joins: "nudge" }),
    chooseAll: () => dispatch({ type: "choose", chosen: new Set(seatsOf(house).map((seat) => seat.id)) }),
  };
}
