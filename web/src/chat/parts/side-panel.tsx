import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../../parts/button.tsx";

/** Beside the messages; above them where there is no room for both. */
export function SidePanel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus();
  }, []);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={title}
      className="rise flex min-h-0 shrink-0 flex-col border-line bg-ground outline-none max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20 max-xl:w-full max-xl:shadow-(--float) max-sm:border-0 sm:max-xl:w-88 xl:w-80 sm:border-l"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <header className="flex h-16 shrink-0 items-center justify-between gap-2 px-4">
        <h2 className="truncate text-base">{title}</h2>
        <IconButton aria-label={`Close ${title.toLowerCase()}`} className="-mr-2" onPress={onClose}>
          <X className="size-5" aria-hidden />
        </IconButton>
      </header>
      {children}
    </aside>
  );
}
