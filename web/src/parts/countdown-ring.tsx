import { minutesAndSeconds } from "../time.ts";

interface CountdownRingProps {
  seconds: number;
  of: number;
  small?: boolean;
}
const radius = 44;
const length = 2 * Math.PI * radius;
/** Said aloud only here: a screen reader that speaks every second says nothing. */
const spokenAt = [120, 60, 30, 10];

/** Time that runs out: a closing ring around minutes and seconds. */
export function CountdownRing({ seconds, of, small = false }: CountdownRingProps) {
  const share = Math.min(1, seconds / Math.max(1, of));
  const spoken = spokenAt.findLast((each) => each >= seconds);
  return (
    <div
      role="timer"
      aria-label="Time left"
      className={`relative grid shrink-0 place-items-center ${small ? "size-14" : "size-16 lg:size-32"}`}
    >
      <svg viewBox="0 0 100 100" className="absolute inset-0 -rotate-90" aria-hidden="true">
        <circle cx="50" cy="50" r={radius} className="fill-none stroke-line" strokeWidth="6" />
        <circle
          cx="50"
          cy="50"
          r={radius}
          className={`fill-none stroke-accent transition-[stroke-dashoffset] duration-300 ease-linear ${seconds <= 30 ? "animate-pulse" : ""}`}
          strokeWidth="6"
          strokeLinecap="round"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - share)}
        />
      </svg>
      <span className={`tabular font-display font-bold ${small ? "text-sm" : "text-base lg:text-xl"}`}>{minutesAndSeconds(seconds)}</span>
      <span role="status" className="sr-only">
        {spoken !== undefined && seconds > spoken - 2 ? `${spoken} seconds left` : ""}
      </span>
    </div>
  );
}
