import type { ReactNode } from "react";

const tones = {
  plain: "bg-stage text-quiet border-line",
  good: "bg-good-wash text-good border-transparent",
  bad: "bg-loss/12 text-loss border-transparent",
  warm: "bg-accent-wash text-ink border-transparent",
};
export type Tone = keyof typeof tones;

/** A state in one word. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`inline-flex h-5.5 items-center rounded-full border px-2 text-xs font-medium whitespace-nowrap ${tones[tone]}`}>
      {children}
    </span>
  );
}
