import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { limits } from "../../../../contracts/limits.ts";

const typingPauseMs = 200;

/** Searches the shop as one types; what is searched for stands in the address. */
export function ShopSearchField({ applied, name }: { applied: string; name: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState(applied);
  const sent = useRef(applied);
  // Back and forward change the address; what we sent there ourselves may already be behind what is typed.
  useEffect(() => {
    if (applied !== sent.current) setText(applied);
    sent.current = applied;
  }, [applied]);
  useEffect(() => {
    if (text.trim() === applied) return;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      void navigate({ to: "/shop", search: (old) => ({ ...old, q: sent.current || undefined }), replace: true, resetScroll: false });
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, applied, navigate]);
  return (
    <search className="relative w-full sm:max-w-xs">
      <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-quiet" aria-hidden />
      <input
        type="search"
        aria-label={`Search the shop of ${name}`}
        placeholder="Search the shop"
        autoComplete="off"
        maxLength={limits.searchCharsMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-10 w-full rounded-full border border-edge bg-raised pr-3 pl-9 text-sm placeholder:text-quiet focus-visible:border-transparent"
      />
    </search>
  );
}
