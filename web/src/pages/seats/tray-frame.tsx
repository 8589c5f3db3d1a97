import type { ReactNode, Ref } from "react";

/** Beside the map, on a phone a sheet over its lower edge. */
export function TrayFrame({ ref, label, children }: { ref: Ref<HTMLElement>; label: string; children: ReactNode }) {
  return (
    <aside
      ref={ref}
      aria-label={label}
      className="z-20 flex max-h-[70%] shrink-0 flex-col border-line bg-ground max-lg:absolute max-lg:inset-x-0 max-lg:bottom-0 max-lg:rounded-t-2xl max-lg:border-t max-lg:pb-[env(safe-area-inset-bottom)] max-lg:shadow-(--float) lg:max-h-none lg:w-92 lg:border-l"
    >
      {children}
    </aside>
  );
}
