import type { ReactNode } from "react";

/** Names and values under each other. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-0 rounded-card border border-line px-4 text-sm sm:grid-cols-2">
      {facts.map(([name, value]) => (
        <div
          key={name}
          className="flex min-h-11 items-center justify-between gap-4 border-b border-line py-1.5 last:border-b-0 sm:[&:nth-last-child(2):nth-child(odd)]:border-b-0"
        >
          <dt className="text-quiet">{name}</dt>
          <dd className="min-w-0 truncate text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
