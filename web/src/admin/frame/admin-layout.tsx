import { Outlet } from "@tanstack/react-router";
import { useAdminSession } from "../api/admin-session.ts";
import { AdminLogInPage } from "./admin-log-in-page.tsx";
import { AdminMenu } from "./admin-menu.tsx";
import { SideNavigation } from "./side-navigation.tsx";

/** The administration's own frame. Without a token it asks for the log-in in place, so that the address keeps what it shows. */
export function AdminLayout() {
  const session = useAdminSession();
  if (session === null) return <AdminLogInPage />;
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] md:grid-cols-[13rem_minmax(0,1fr)] md:grid-rows-1">
      <AdminMenu email={session.email} />
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-stage md:flex">
        <SideNavigation email={session.email} />
      </aside>
      <div className="min-w-0 px-4 py-5 sm:px-6 lg:px-8 lg:py-7">
        <div className="mx-auto grid max-w-7xl gap-5">
          <Outlet />
        </div>
      </div>
    </div>
  );
}
