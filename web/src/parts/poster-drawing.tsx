interface Palette {
  ground: string;
  shape: string;
  light: string;
}
const palettes: readonly Palette[] = [
  { ground: "#231a3a", shape: "#e2583e", light: "#fbe3c0" },
  { ground: "#0f2d3a", shape: "#e9a63a", light: "#f6efe0" },
  { ground: "#3a1226", shape: "#f0799a", light: "#ffe9dc" },
  { ground: "#173026", shape: "#7fc29b", light: "#f3efd9" },
  { ground: "#efe3cc", shape: "#c8402f", light: "#241a2e" },
  { ground: "#e8dcf3", shape: "#5b3fa0", light: "#20152f" },
];
const lineCharsMax = 11;

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}

/** Words into lines of about equal length, as a poster sets them. */
function linesOf(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= lineCharsMax) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 5);
}

function Composition({ kind, shape, light }: { kind: number; shape: string; light: string }) {
  if (kind === 0) return <path d="M100 -10 L215 210 H-15 Z" fill={shape} opacity="0.9" />;
  if (kind === 1) {
    return [96, 72, 48, 24].map((r, i) => (
      <circle key={r} cx="100" cy="104" r={r} fill={i % 2 === 0 ? shape : light} opacity={i % 2 === 0 ? 1 : 0.92} />
    ));
  }
  if (kind === 2)
    return [0, 1, 2, 3, 4, 5].map((i) => (
      <rect key={i} x={12 + i * 31} y={20 + i * 14} width="18" height={170 - i * 14} rx="9" fill={shape} opacity={1 - i * 0.12} />
    ));
  if (kind === 3) return <path d="M0 150 Q50 40 100 150 T200 150 V0 H0 Z" fill={shape} />;
  return (
    <>
      <circle cx="138" cy="82" r="62" fill={shape} />
      <circle cx="116" cy="70" r="56" fill={light} opacity="0.16" />
    </>
  );
}

/** A typographic poster made of a title: always the same for the same title. */
export function PosterDrawing({ title }: { title: string }) {
  const hash = hashOf(title);
  const palette = palettes[hash % palettes.length] ?? palettes[0];
  if (palette === undefined) return null;
  const lines = linesOf(title);
  const longest = Math.max(...lines.map((line) => line.length));
  const size = Math.min(44, 172 / (longest * 0.56));
  const top = 284 - (lines.length - 1) * size * 0.98;
  return (
    <svg viewBox="0 0 200 300" className="size-full" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="200" height="300" fill={palette.ground} />
      <Composition kind={(hash >>> 8) % 5} shape={palette.shape} light={palette.light} />
      <g className="font-display" fill={palette.light} fontWeight="800" fontSize={size} letterSpacing="-0.5">
        {lines.map((line, index) => (
          <text key={line} x="14" y={top + index * size * 0.98}>
            {line}
          </text>
        ))}
      </g>
    </svg>
  );
}
