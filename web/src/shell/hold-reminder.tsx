import { lazy, Suspense, useSyncExternalStore } from "react";
import { useHold } from "../hold.ts";
import { useSession } from "../session/session.ts";
import { isWaiting, onWaiting } from "../waiting.ts";

const HoldCountdown = lazy(() => import("./hold-countdown.tsx").then((module) => ({ default: module.HoldCountdown })));
const OfferWatch = lazy(() => import("./offer-watch.tsx").then((module) => ({ default: module.OfferWatch })));

/** Somebody who walks on while seats are held sees how long they still are; somebody who waits for seats, when they come. */
export function HoldReminder() {
  const hold = useHold();
  const waiting = useSyncExternalStore(onWaiting, isWaiting);
  const signedIn = useSession().status === "in";
  return (
    <Suspense>
      {hold === null ? null : <HoldCountdown hold={hold} />}
      {waiting && signedIn ? <OfferWatch /> : null}
    </Suspense>
  );
}
