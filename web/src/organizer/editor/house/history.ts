/** What there was, what there is, and what was undone. */
export interface History<State> {
  readonly past: readonly State[];
  readonly now: State;
  readonly future: readonly State[];
  /** Changes with the same word, one after another, are one step: a key held down is undone at once. */
  readonly joins: string | null;
}

/** How many steps back. A house of thousands of seats shares what did not change, so this is little. */
export const stepsMax = 200;

export function begin<State>(now: State): History<State> {
  return { past: [], now, future: [], joins: null };
}

export function change<State>(history: History<State>, next: State, joins: string | null = null): History<State> {
  if (next === history.now) return history;
  const isSame = joins !== null && joins === history.joins && history.past.length > 0;
  const past = isSame ? history.past : [...history.past, history.now].slice(-stepsMax);
  return { past, now: next, future: [], joins };
}

export function undo<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], joins: null };
}

export function redo<State>(history: History<State>): History<State> {
  const [after, ...rest] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future: rest, joins: null };
}
