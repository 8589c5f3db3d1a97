import { lazy, Suspense, useState, useSyncExternalStore } from "react";
import { onToast, waitingToasts } from "./toast.ts";

const ToastStack = lazy(() => import("./toast-stack.tsx").then((module) => ({ default: module.ToastStack })));

/** Loads the toasts' code with the first toast. */
export function Toasts() {
  const waiting = useSyncExternalStore(onToast, waitingToasts).length > 0;
  const [needed, setNeeded] = useState(false);
  if (waiting && !needed) setNeeded(true);
  return needed ? (
    <Suspense>
      <ToastStack />
    </Suspense>
  ) : null;
}
