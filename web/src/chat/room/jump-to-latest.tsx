import { ArrowDown } from "lucide-react";
import { Button } from "react-aria-components/Button";

/** Back to what is said now, with how much of it one has not read. */
export function JumpToLatest({ unread, jump }: { unread: number; jump: () => void }) {
  return (
    <Button
      aria-label={unread === 0 ? "Jump to latest" : `Jump to latest, ${unread} unread`}
      className="rise absolute right-4 bottom-3 z-10 flex h-10 min-w-10 items-center justify-center gap-1.5 rounded-full border border-line bg-raised px-2.5 text-sm font-medium shadow-(--float) hover:border-edge"
      onPress={jump}
    >
      <ArrowDown className="size-4" aria-hidden />
      {unread === 0 ? null : (
        <span className="tabular rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent">{unread > 99 ? "99+" : unread}</span>
      )}
    </Button>
  );
}
