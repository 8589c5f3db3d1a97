export interface ToastContent {
  title: string;
  body?: string;
}
type Listener = () => void;

let waiting: ToastContent[] = [];
const listeners = new Set<Listener>();

/** Tells of something that happened elsewhere: another page, another tab, the server. */
export function toast(content: ToastContent): void {
  waiting = [...waiting, content];
  for (const listener of listeners) listener();
}

/** The toasts that nobody has taken over for showing. */
export function waitingToasts(): ToastContent[] {
  return waiting;
}

export function takeToasts(): ToastContent[] {
  const taken = waiting;
  waiting = [];
  return taken;
}

export function onToast(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
