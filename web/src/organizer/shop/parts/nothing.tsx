import type { ReactNode } from "react";

/** What stands where nothing is yet, with the one useful step. */
export function Nothing({ title, words, children }: { title: string; words: string; children?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-edge px-6 py-16 text-center">
      <h2 className="text-lg">{title}</h2>
      <p className="max-w-lg text-quiet">{words}</p>
      {children === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
