/** The name under three lamps. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 28 28" className="size-7" aria-hidden="true">
        <path d="M5 23V11l9 7.5L23 11v12" className="fill-none stroke-ink" strokeWidth="3.2" strokeLinecap="round" strokeLinejoin="round" />
        <g className="fill-accent">
          <circle cx="5" cy="5" r="2" />
          <circle cx="14" cy="5" r="2" />
          <circle cx="23" cy="5" r="2" />
        </g>
      </svg>
      <span className="font-display text-lg font-extrabold tracking-tight max-sm:sr-only">Marquee</span>
    </span>
  );
}
