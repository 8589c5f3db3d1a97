import { CopyButton } from "./copy-button.tsx";

/** A value to copy, whole: it is not shown again. */
export function KeyOnce({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid gap-1">
      <span className="text-xs font-medium text-quiet">{name}</span>
      <div className="flex items-center gap-2 rounded-control border border-line bg-stage py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 text-xs break-all select-all">{value}</code>
        <CopyButton text={value} what={`the ${name.toLowerCase()}`} />
      </div>
    </div>
  );
}
