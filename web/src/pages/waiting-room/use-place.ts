import { useEffect, useRef, useState } from "react";
import type { QueuePlace } from "../../../../contracts/waiting-room.ts";
import type { ApiFailure } from "../../api/failure.ts";
import type { Domain } from "../../domains.ts";
import type { LiveState } from "../seats/live-seats.ts";
import { LiveQueue } from "./live-queue.ts";

export interface Waiting {
  place: QueuePlace | undefined;
  state: LiveState;
  failure: ApiFailure | undefined;
}

/** Somebody's place in the waiting room of a showtime for as long as the page is open. `admitted` is called once it is their turn. */
export function usePlace(domain: Domain, showtimeId: string, admitted: (pass: string, expiresAt: string) => void): Waiting {
  const [waiting, setWaiting] = useState<Waiting>({ place: undefined, state: "connecting", failure: undefined });
  const onAdmitted = useRef(admitted);
  onAdmitted.current = admitted;
  useEffect(() => {
    const queue = new LiveQueue(domain, showtimeId, {
      place: (place) => setWaiting((now) => ({ ...now, place })),
      admitted: (pass, expiresAt) => {
        queue.stop();
        onAdmitted.current(pass, expiresAt);
      },
      connected: (isConnected) => setWaiting((now) => ({ ...now, state: isConnected ? "live" : "reconnecting" })),
      refused: (failure) => setWaiting((now) => ({ ...now, failure })),
    });
    queue.start();
    return () => queue.stop();
  }, [domain, showtimeId]);
  return waiting;
}
