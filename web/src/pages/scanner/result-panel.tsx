import { CircleCheck, CircleHelp, OctagonX, ScanLine } from "lucide-react";
import { Button } from "../../parts/button.tsx";
import type { Shown } from "./gate.ts";
import type { Tone } from "./verdict.ts";

const looks: Record<Tone, { paint: string; Icon: typeof CircleCheck }> = {
  IN: { paint: "bg-[oklch(0.44_0.12_150)] text-white", Icon: CircleCheck },
  ASK: { paint: "bg-[oklch(0.8_0.16_75)] text-[oklch(0.18_0.02_300)]", Icon: CircleHelp },
  STOP: { paint: "bg-[oklch(0.46_0.19_25)] text-white", Icon: OctagonX },
};

interface ResultPanelProps {
  shown: Shown | undefined;
  busy: boolean;
  onLetIn: (shown: Shown) => void;
}

/** The last scan in full width: colour, sign and words say the same. */
export function ResultPanel({ shown, busy, onLetIn }: ResultPanelProps) {
  return (
    <div role="status" aria-live="assertive" aria-busy={busy} className="min-h-36">
      {shown === undefined ? (
        <div className="grid min-h-36 place-content-center justify-items-center gap-2 rounded-card border border-dashed border-edge p-6 text-center text-quiet">
          <ScanLine className="size-8" aria-hidden />
          Ready for the first ticket
        </div>
      ) : (
        <Result key={shown.turn} shown={shown} busy={busy} onLetIn={onLetIn} />
      )}
    </div>
  );
}

function Result({ shown, busy, onLetIn }: ResultPanelProps & { shown: Shown }) {
  const { tone, title, detail, seat, offline, ticketId } = shown.verdict;
  const { paint, Icon } = looks[tone];
  return (
    <div
      data-tone={tone}
      className={`rise grid min-h-36 grid-cols-[auto_1fr] items-center gap-x-4 rounded-card p-5 ${paint} ${busy ? "opacity-60" : ""}`}
    >
      <Icon className="size-14" aria-hidden />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 font-display text-xl leading-tight font-extrabold">
          {title}
          {offline ? <span className="rounded-full border border-current px-2 py-0.5 font-sans text-xs font-semibold">offline</span> : null}
        </p>
        {seat === null ? null : <p className="tabular font-display text-2xl leading-tight font-extrabold">{seat}</p>}
        <p className="mt-1">{detail}</p>
        {tone === "ASK" && offline && ticketId !== null ? (
          <Button className="mt-3" onPress={() => onLetIn(shown)}>
            Let in anyway
          </Button>
        ) : null}
      </div>
    </div>
  );
}
