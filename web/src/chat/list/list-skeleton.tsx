const rows = ["a", "b", "c", "d", "e", "f"];

/** The list in its place until it is there. */
export function ListSkeleton() {
  return (
    <ul className="grid gap-1 px-2 py-2 sm:max-w-84" aria-busy="true">
      {rows.map((row) => (
        <li key={row} className="flex items-center gap-3 px-2 py-2.5">
          <span className="skeleton size-10 shrink-0 rounded-full" />
          <span className="grid flex-1 gap-2">
            <span className="skeleton h-3.5 w-2/5" />
            <span className="skeleton h-3 w-4/5" />
          </span>
        </li>
      ))}
    </ul>
  );
}
