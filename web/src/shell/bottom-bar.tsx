import { Link } from "@tanstack/react-router";
import { Compass, MessagesSquare, Ticket, UserRound } from "lucide-react";
import { useSession } from "../session/session.ts";

const tabs = [
  { to: "/", label: "Discover", Icon: Compass },
  { to: "/bookings", label: "Tickets", Icon: Ticket },
  { to: "/chat", label: "Chat", Icon: MessagesSquare },
] as const;
const tab =
  "flex flex-1 flex-col items-center justify-center gap-1 text-xs font-medium text-quiet aria-[current=page]:text-ink [&[aria-current=page]_svg]:text-accent-text";

/** The way around on a phone, where a thumb reaches. */
export function BottomBar() {
  const session = useSession();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-ground/92 pb-[env(safe-area-inset-bottom)] backdrop-blur-md sm:hidden"
    >
      <div className="flex h-14">
        {tabs.map(({ to, label, Icon }) => (
          <Link
            key={to}
            to={to}
            className={tab}
            activeOptions={{ exact: to === "/", includeSearch: false }}
            activeProps={{ "aria-current": "page" }}
          >
            <Icon className="size-5" aria-hidden />
            {label}
          </Link>
        ))}
        <Link to={session.status === "out" ? "/login" : "/account"} className={tab} activeProps={{ "aria-current": "page" }}>
          <UserRound className="size-5" aria-hidden />
          {session.status === "out" ? "Log in" : "Me"}
        </Link>
      </div>
    </nav>
  );
}
