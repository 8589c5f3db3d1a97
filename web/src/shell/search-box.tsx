import { useNavigate, useRouterState } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { rememberSearch } from "./recent-searches.ts";

const Suggestions = lazy(() => import("./suggestions.tsx").then((module) => ({ default: module.Suggestions })));
const typingPauseMs = 180;

/** Searches as one types: on the first page in place, elsewhere by suggestions. `/` comes here from anywhere. */
export function SearchBox() {
  const navigate = useNavigate();
  const location = useRouterState({ select: (state) => state.location });
  const atHome = location.pathname === "/";
  const applied = atHome && "q" in location.search && typeof location.search.q === "string" ? location.search.q : "";
  const [text, setText] = useState(applied);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(applied);

  // Back and forward change the address; what we sent there ourselves may already be behind what is typed.
  useEffect(() => {
    if (applied !== sent.current) setText(applied);
    sent.current = applied;
  }, [applied]);
  useEffect(() => {
    if (!atHome || text.trim() === applied) return;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      void navigate({ to: "/", search: (old) => ({ ...old, q: sent.current || undefined }), replace: true, resetScroll: false });
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, applied, atHome, navigate]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const search = (q: string) => {
    setText(q);
    setOpen(false);
    input.current?.blur();
    rememberSearch(q);
    void navigate({ to: "/", search: { q: q.trim() || undefined } });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    search(text);
  };

  return (
    <search className="relative w-full max-w-md">
      <form onSubmit={submit}>
        <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-quiet" aria-hidden />
        <input
          ref={input}
          type="search"
          aria-label="Search plays, films, buses"
          placeholder="Search"
          autoComplete="off"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          className="h-9 w-full rounded-full border border-line bg-stage pr-3 pl-9 text-sm placeholder:text-quiet hover:border-edge focus-visible:border-transparent"
        />
        {open ? (
          <Suspense>
            <Suggestions text={text} input={input} search={search} close={() => setOpen(false)} resultsBelow={atHome && text !== ""} />
          </Suspense>
        ) : null}
      </form>
    </search>
  );
}
