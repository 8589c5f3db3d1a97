import { Link } from "@tanstack/react-router";

const tab =
  "-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-quiet hover:text-ink aria-[current]:border-accent aria-[current]:text-ink";
const tabs = [
  { to: "/events/my", words: "Events" },
  { to: "/organizer/products", words: "Products" },
  { to: "/organizer/orders", words: "Orders" },
] as const;

/** The parts of an organizer's desk. */
export function OrganizerTabs() {
  return (
    <nav aria-label="Your desk" className="hide-scrollbar -ml-3 flex gap-1 overflow-x-auto border-b border-line print:hidden">
      {tabs.map(({ to, words }) => (
        <Link
          key={to}
          to={to}
          search={({ d }) => ({ d })}
          className={tab}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ "aria-current": "page" }}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
