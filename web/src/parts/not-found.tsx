import { Link } from "@tanstack/react-router";
import { buttonStyle } from "./button-style.ts";
import { PageHead } from "./page-head.tsx";

export function NotFound() {
  return (
    <div className="page grid min-h-[70dvh] place-content-center justify-items-center gap-4 text-center">
      <PageHead title="Not found" />
      <p className="font-display text-3xl font-extrabold tracking-tight text-accent-text">404</p>
      <h1 className="text-xl">Nobody is on this stage</h1>
      <p className="max-w-md text-quiet">The page has moved, or the address has a slip in it. What is on now is one step away.</p>
      <Link to="/" className={buttonStyle("primary", "large")}>
        See what’s on
      </Link>
    </div>
  );
}
