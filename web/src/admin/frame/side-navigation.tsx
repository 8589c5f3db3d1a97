import { Link } from "@tanstack/react-router";
import {
  AppWindow,
  CalendarClock,
  ChartNoAxesCombined,
  History,
  Inbox,
  LogOut,
  Route,
  SlidersHorizontal,
  Ticket,
  ToggleRight,
  UsersRound,
} from "lucide-react";
import { ThemeSwitch } from "../../shell/theme-switch.tsx";
import { Wordmark } from "../../shell/wordmark.tsx";
import { leaveAdmin } from "../api/admin-session.ts";

const places = [
  { to: "/admin", label: "Overview", Icon: ChartNoAxesCombined },
  { to: "/admin/bookings", label: "Bookings", Icon: Ticket },
  { to: "/admin/users", label: "Users", Icon: UsersRound },
  { to: "/admin/apps", label: "Apps", Icon: AppWindow },
  { to: "/admin/configuration", label: "Configuration", Icon: SlidersHorizontal },
  { to: "/admin/breakers", label: "Breakers", Icon: ToggleRight },
  { to: "/admin/operations", label: "Operations", Icon: CalendarClock },
  { to: "/admin/dead-letters", label: "Dead letters", Icon: Inbox },
  { to: "/admin/audit", label: "Audit log", Icon: History },
  { to: "/admin/routes", label: "Routes", Icon: Route },
] as const;

/** Every place of the administration; `onGo` closes the menu that it stands in on a phone. */
export function SideNavigation({ email, onGo }: { email: string; onGo?: () => void }) {
  return (
    <>
      <div className="flex h-14 items-center justify-between gap-2 px-4">
        <a href="/" aria-label="Marquee, what’s on" className="rounded-control">
          <Wordmark />
        </a>
        <ThemeSwitch />
      </div>
      <nav aria-label="Administration" className="flex-1 overflow-y-auto px-2 py-2">
        <ul className="grid gap-0.5">
          {places.map(({ to, label, Icon }) => (
            <li key={to}>
              <Link
                to={to}
                onClick={() => onGo?.()}
                activeOptions={{ exact: to === "/admin", includeSearch: false }}
                activeProps={{ "aria-current": "page" }}
                className="flex h-9 items-center gap-2.5 rounded-control px-2.5 text-sm font-medium text-quiet hover:bg-line/60 hover:text-ink aria-[current=page]:bg-line/70 aria-[current=page]:text-ink [&[aria-current=page]_svg]:text-accent-text"
              >
                <Icon className="size-4 shrink-0" aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-1 border-t border-line p-2">
        <p className="truncate px-2.5 pt-1 text-xs text-quiet" title={email}>
          {email}
        </p>
        <button
          type="button"
          onClick={leaveAdmin}
          className="flex h-9 items-center gap-2.5 rounded-control px-2.5 text-sm font-medium text-quiet hover:bg-line/60 hover:text-ink"
        >
          <LogOut className="size-4" aria-hidden />
          Log out
        </button>
      </div>
    </>
  );
}
