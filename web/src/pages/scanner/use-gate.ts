import { useEffect, useState, useSyncExternalStore } from "react";
import type { Domain } from "../../domains.ts";
import { Gate, type GateState } from "./gate.ts";

/** A gate of this showtime for as long as the page stands. */
export function useGate(showtimeId: string, domain: Domain | undefined): { gate: Gate; state: GateState } {
  const [gate] = useState(() => new Gate(showtimeId, domain));
  useEffect(() => {
    void gate.start();
    return () => gate.stop();
  }, [gate]);
  return { gate, state: useSyncExternalStore(gate.subscribe, gate.read) };
}
