export interface Change {
  path: string;
  kind: "added" | "removed" | "changed";
  before?: unknown;
  after?: unknown;
}

/** What differs between two JSON values, by the paths of their leaves: `app.allowedOrigins.0`. Equal parts are left out. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const old = new Map(leaves(before));
  const fresh = new Map(leaves(after));
  const paths = [...new Set([...old.keys(), ...fresh.keys()])];
  return paths.flatMap((path): Change[] => {
    if (!fresh.has(path)) return [{ path, kind: "removed", before: old.get(path) }];
    if (!old.has(path)) return [{ path, kind: "added", after: fresh.get(path) }];
    if (old.get(path) === fresh.get(path)) return [];
    return [{ path, kind: "changed", before: old.get(path), after: fresh.get(path) }];
  });
}

function leaves(value: unknown, path = ""): [path: string, leaf: unknown][] {
  if (value === undefined || (value === null && path === "")) return [];
  if (typeof value !== "object" || value === null) return [[path, value]];
  const parts = Object.entries(value);
  if (parts.length === 0) return path === "" ? [] : [[path, Array.isArray(value) ? "[]" : "{}"]];
  return parts.flatMap(([key, part]) => leaves(part, path === "" ? key : `${path}.${key}`));
}
