/** A round mark with the first letters of a name. */
export function Initials({ name, large = false }: { name: string; large?: boolean }) {
  const letters = name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
  return (
    <span
      aria-hidden="true"
      className={`grid place-items-center rounded-full bg-stage font-display font-bold border border-line ${large ? "size-16 text-lg" : "size-8 text-xs"}`}
    >
      {letters}
    </span>
  );
}
