import { Link, Outlet } from "@tanstack/react-router";
import { Avatar } from "../../parts/avatar.tsx";
import { useSession } from "../../session/session.ts";

const parts = [
  { to: "/account", label: "Profile" },
  { to: "/account/password", label: "Password" },
  { to: "/account/sessions", label: "Sessions" },
  { to: "/account/notifications", label: "Notifications" },
  { to: "/account/data", label: "Your data" },
  { to: "/orders", label: "Orders" },
] as const;
const organize = { to: "/events/my", label: "Organize" } as const;

/** Who one is, and the parts of the account beside it; above it on a phone. */
export function AccountLayout() {
  const session = useSession();
  if (session.status !== "in") return null;
  const { user } = session;
  return (
    <div className="mx-auto grid max-w-4xl gap-6 px-4 py-8 sm:px-6 sm:py-12 md:grid-cols-[13rem_minmax(0,1fr)] md:gap-12">
      <div className="grid content-start gap-5 md:sticky md:top-24 md:self-start">
        <div className="flex items-center gap-3 md:grid md:gap-3">
          <Avatar name={user.name} url={user.avatarUrl} size="large" />
          <div className="min-w-0">
            <p className="truncate font-display text-lg font-bold tracking-tight">{user.name}</p>
            <p className="truncate text-sm text-quiet">@{user.username}</p>
          </div>
        </div>
        <nav ref={showCurrent} aria-label="Account" className="hide-scrollbar -mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
          <ul className="flex gap-1 border-b border-line md:grid md:border-b-0">
            {[...parts, ...(user.role === "ORGANIZER" ? [organize] : [])].map(({ to, label }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: true }}
                  activeProps={{ "aria-current": "page" }}
                  className="-mb-px block border-b-2 border-transparent px-3 py-2.5 text-sm font-medium whitespace-nowrap text-quiet hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink md:mb-0 md:rounded-control md:border-b-0 md:aria-[current=page]:bg-stage"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="grid min-w-0 content-start gap-8">
        <Outlet />
      </div>
    </div>
  );
}

/** On a phone the parts do not all fit: scrolls sideways to the one that is open. */
function showCurrent(nav: HTMLElement | null): void {
  const current = nav?.querySelector<HTMLElement>("[aria-current=page]");
  if (!nav || !current) return;
  const [all, one] = [nav.getBoundingClientRect(), current.getBoundingClientRect()];
  nav.scrollLeft += one.left + one.width / 2 - (all.left + all.width / 2);
}
