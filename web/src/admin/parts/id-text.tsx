import { CopyButton } from "./copy-button.tsx";

/** An id: monospaced, whole in the title, with a button to copy it. */
export function IdText({ id }: { id: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="truncate text-xs" title={id}>
        {id}
      </code>
      <CopyButton text={id} what="the id" />
    </span>
  );
}
