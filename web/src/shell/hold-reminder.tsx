import { lazy, Suspense } from "react";
import { useHold } from "../hold.ts";

const HoldCountdown = lazy(() => import("./hold-countdown.tsx").then((module) => ({ default: module.HoldCountdown })));

/** Somebody who walks on while seats are held sees how long they still are. */
export function HoldReminder() {
  const hold = useHold();
  return hold === null ? null : (
    <Suspense>
      <HoldCountdown hold={hold} />
    </Suspense>
  );
}
