import { Link } from "@tanstack/react-router";
import { MessagesSquare, Ticket } from "lucide-react";
import { lazy, Suspense } from "react";
import { Avatar } from "../parts/avatar.tsx";
import { useSession } from "../session/session.ts";
import { SearchBox } from "./search-box.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { Wordmark } from "./wordmark.tsx";

const CartButton = lazy(() => import("../shop/cart/cart-button.tsx").then((module) => ({ default: module.CartButton })));
const BellButton = lazy(() => import("../notifications/bell-button.tsx").then((module) => ({ default: module.BellButton })));
const link =
  "inline-flex h-9 items-center gap-2 rounded-control px-3 text-sm font-medium text-ink hover:bg-line/60 transition-colors duration-150";

/** `focused`: without the search. `slim`: gone on a phone, where the page has a head of its own. */
export function TopBar({ focused, slim }: { focused: boolean; slim: boolean }) {
  const session = useSession();
  const user = session.status === "in" ? session.user : undefined;
  const organizes = (session.status === "resuming" ? session : user)?.role === "ORGANIZER";
  return (
    <header className={`sticky top-0 z-30 border-b border-line bg-ground/85 backdrop-blur-md ${slim ? "max-sm:hidden" : ""}`}>
      <div className="mx-auto flex h-14 max-w-[84rem] items-center gap-2 px-4 sm:gap-4 sm:px-6">
        <Link to="/" className="rounded-control" aria-label="Marquee, what’s on">
          <Wordmark />
        </Link>
        <div className="flex min-w-0 flex-1 justify-end sm:justify-center">{focused ? null : <SearchBox />}</div>
        <nav aria-label="You" className="flex items-center gap-1">
          <Link to="/shop" className={`${link} max-sm:hidden`} activeProps={{ "aria-current": "page" }}>
            Shop
          </Link>
          <ThemeSwitch />
          <Suspense fallback={<span className="size-9" />}>
            <CartButton />
          </Suspense>
          {session.status === "out" ? (
            <Link to="/login" className={link}>
              Log in
            </Link>
          ) : (
            <>
              <Suspense fallback={<span className="size-9" />}>
                {user === undefined ? <span className="size-9" /> : <BellButton />}
              </Suspense>
              {organizes ? (
                <Link to="/events/my" className={`${link} max-sm:hidden`} activeProps={{ "aria-current": "page" }}>
                  Organize
                </Link>
              ) : null}
              <Link to="/bookings" className={`${link} max-sm:hidden`} activeProps={{ "aria-current": "page" }}>
                <Ticket className="size-4" aria-hidden />
                Tickets
              </Link>
              <Link to="/chat" className={`${link} max-sm:hidden`} activeProps={{ "aria-current": "page" }}>
                <MessagesSquare className="size-4" aria-hidden />
                Chat
              </Link>
              <Link to="/account" className="rounded-full max-sm:hidden">
                <span className="sr-only">Account{user && ` of ${user.name}`}</span>
                <Avatar name={user?.name ?? ""} url={user?.avatarUrl ?? null} />
              </Link>
            </>
          )}
        </nav>
      </div>
    </header>
  );
}
