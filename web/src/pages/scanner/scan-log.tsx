import { TriangleAlert } from "lucide-react";
import { clock } from "../../time.ts";
import type { GateState } from "./gate.ts";
import type { Scan } from "./scan-queue.ts";
import { entryWords, type Tone } from "./verdict.ts";

const words: Record<Tone, string> = { IN: "In", ASK: "To look at", STOP: "Stopped" };
const colours: Record<Tone, string> = { IN: "text-good", ASK: "text-accent-text", STOP: "text-loss" };

/** What a gate let in without a connection and turned out to be wrong, and its last scans. */
export function ScanLog({ state }: { state: GateState }) {
  const timeZone = state.facts?.timeZone ?? "UTC";
  const wrong = state.scans.filter(({ state: is }) => is === "DOUBLE" || is === "LOST");
  return (
    <>
      {wrong.length === 0 ? null : (
        <section role="alert" className="grid gap-2 rounded-card border border-loss p-4">
          <h2 className="flex items-center gap-2 text-base text-loss">
            <TriangleAlert className="size-5" aria-hidden />
            {wrong.length === 1 ? "One entry to look into" : `${wrong.length} entries to look into`}
          </h2>
          <ul className="grid gap-1.5 text-sm">
            {wrong.map((scan) => (
              <li key={scan.key}>
                <b>{scan.seat ?? scan.ticketId}</b> came in at {clock(scan.scannedAt, timeZone)}: {wrongWords(scan, timeZone)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="recent">
        <h2 id="recent" className="mb-1 text-base">
          Last scans
        </h2>
        {state.shown.length === 0 ? <p className="text-sm text-quiet">None since this page was opened.</p> : null}
        <ol className="divide-y divide-line text-sm">
          {state.shown.map(({ turn, at, verdict }) => (
            <li key={turn} className="tabular flex gap-3 py-2">
              <time dateTime={at} className="text-quiet">
                {clock(at, timeZone)}
              </time>
              <b className={`shrink-0 ${colours[verdict.tone]}`}>{words[verdict.tone]}</b>
              <span className="min-w-0 flex-1 truncate">{verdict.seat ?? verdict.title}</span>
              {verdict.offline ? <span className="text-quiet">offline</span> : null}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function wrongWords({ state, earlier, code }: Scan, timeZone: string): string {
  if (state === "DOUBLE" && earlier !== null) return `somebody had come in ${entryWords(earlier, (iso) => clock(iso, timeZone))}.`;
  if (code === "TICKET_NOT_VALID") return "the seat had been cancelled or exchanged.";
  if (code === "CHECK_IN_NOT_OPEN") return "the doors were not open yet.";
  return "the ledger does not know this ticket.";
}
