import { Wifi, WifiOff } from "lucide-react";
import { clock } from "../../time.ts";
import type { GateState } from "./gate.ts";

/** How many have come, whether the ledger answers, and what it has not heard yet. */
export function GateStatus({ state: { counts, online, scans, facts } }: { state: GateState }) {
  const waiting = scans.filter(({ state }) => state === "WAITING").length;
  const share = counts === null || counts.expected === 0 ? 0 : counts.checkedIn / counts.expected;
  return (
    <section aria-label="Numbers" className="grid gap-2">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-1">
        <p className="tabular">
          <b className="font-display text-xl font-extrabold">{counts === null ? "–" : counts.checkedIn}</b>
          <span className="text-quiet"> of {counts === null ? "–" : counts.expected} are in</span>
        </p>
        <p role="status" className="flex items-center gap-2 text-sm">
          {online ? <Wifi className="size-4 text-good" aria-hidden /> : <WifiOff className="size-4 text-loss" aria-hidden />}
          {online ? "Online" : "Offline: this gate decides by itself"}
          {waiting === 0 ? null : <b className="tabular font-semibold">{waiting} to send</b>}
        </p>
      </div>
      <div className="h-2 overflow-hidden rounded-full bg-line">
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" className="block size-full" aria-hidden="true">
          <rect width={share * 100} height="1" className="fill-good" />
        </svg>
      </div>
      <p className="tabular flex flex-wrap gap-x-4 text-xs text-quiet">
        {Object.entries(counts?.byGate ?? {}).map(([gate, count]) => (
          <span key={gate}>
            {gate === "" ? "No gate" : gate}: {count}
          </span>
        ))}
        {facts?.listedAt && facts.list !== null ? (
          <span>
            List of {clock(facts.listedAt, facts.timeZone)}: {facts.list.size} tickets on this device
          </span>
        ) : null}
      </p>
    </section>
  );
}
