import type { ReactNode } from "react";

/** A part of the drawing that screen readers pass over: the seats' own labels say the same. */
export function Unspoken({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a drawing cannot be focused
    <g aria-hidden="true" className={className}>
      {children}
    </g>
  );
}
