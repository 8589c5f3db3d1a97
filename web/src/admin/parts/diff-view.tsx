import { changesBetween } from "./changes.ts";

/** Before and after, leaf by leaf. Signs say the same as the colours. */
export function DiffView({ before, after }: { before: unknown; after: unknown }) {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <p className="text-sm text-quiet">No difference.</p>;
  return (
    <div className="grid gap-px overflow-x-auto rounded-control border border-line bg-line font-mono text-xs">
      {changes.map(({ path, kind, before: old, after: fresh }) => (
        <div key={path} className="grid gap-1 bg-ground px-3 py-2">
          <span className="text-quiet">{path === "" ? "value" : path}</span>
          {kind === "added" ? null : (
            <del className="block bg-loss/10 px-2 py-0.5 break-all text-loss no-underline">
              <span aria-hidden="true">− </span>
              <span className="sr-only">before: </span>
              {written(old)}
            </del>
          )}
          {kind === "removed" ? null : (
            <ins className="block bg-good-wash px-2 py-0.5 break-all text-good no-underline">
              <span aria-hidden="true">+ </span>
              <span className="sr-only">after: </span>
              {written(fresh)}
            </ins>
          )}
        </div>
      ))}
    </div>
  );
}

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
