import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";

/** From one thing back to the list that it stands in. */
export function WayUp({ to, children }: { to: "/admin/apps" | "/admin/configuration" | "/admin/users"; children: string }) {
  return (
    <Link to={to} className="-mb-3 inline-flex items-center gap-1 justify-self-start rounded-sm text-sm text-quiet hover:text-ink">
      <ChevronLeft className="size-4" aria-hidden />
      {children}
    </Link>
  );
}
