/** How many, at the corner of an icon; nothing for none. Its words are the button's. */
export function CountBadge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span
      key={count}
      aria-hidden="true"
      className="rise tabular absolute -top-0.5 -right-1 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-xs leading-none font-semibold text-on-accent"
    >
      {count > 99 ? "99+" : count}
    </span>
  );
}
