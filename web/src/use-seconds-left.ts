import { useEffect, useState } from "react";
import { secondsUntil } from "./clock.ts";

/** Whole seconds until `time` by the server's clock, counting down to 0. */
export function useSecondsLeft(time: string): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(time));
  useEffect(() => {
    setSeconds(secondsUntil(time));
    const timer = setInterval(() => {
      const left = secondsUntil(time);
      setSeconds(left);
      if (left === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}
