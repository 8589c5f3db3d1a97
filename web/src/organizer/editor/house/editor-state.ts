import { begin, change, type History, redo, undo } from "./history.ts";
import { type House, type Ids, noIds, seatsOf } from "./house.ts";

export type Tool = "choose" | "row" | "block" | "move";

/** All that the editor knows: the house with its steps, what is chosen, and the tool in the hand. */
export interface EditorState {
  readonly history: History<House>;
  readonly chosen: Ids;
  readonly tool: Tool;
}

export type EditorAction =
  /** `joins`: see History. `chosen`: what is chosen afterwards, where that changes. */
  | { type: "edit"; house: House; chosen?: Ids; joins?: string }
  | { type: "choose"; chosen: Ids }
  | { type: "tool"; tool: Tool }
  | { type: "undo" }
  | { type: "redo" };

export function startWith(house: House): EditorState {
  return { history: begin(house), chosen: noIds, tool: "choose" };
}

export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case "edit":
      return kept({
        ...state,
        history: change(state.history, action.house, action.joins ?? null),
        chosen: action.chosen ?? state.chosen,
      });
    case "choose":
      return { ...state, chosen: action.chosen };
    case "tool":
      return { ...state, tool: action.tool };
    case "undo":
      return kept({ ...state, history: undo(state.history) });
    case "redo":
      return kept({ ...state, history: redo(state.history) });
  }
}

/** Only what exists can be chosen. */
function kept(state: EditorState): EditorState {
  const there = new Set(seatsOf(state.history.now).map((seat) => seat.id));
  const chosen = [...state.chosen].filter((id) => there.has(id));
  return chosen.length === state.chosen.size ? state : { ...state, chosen: new Set(chosen) };
}
