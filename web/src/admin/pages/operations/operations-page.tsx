import { useSearch } from "@tanstack/react-router";
import { AdminHead } from "../../parts/admin-head.tsx";
import { TabLink } from "../../parts/tab-link.tsx";
import { Backups } from "./backups.tsx";
import { Jobs } from "./jobs.tsx";
import { Suppressions } from "./suppressions.tsx";

const jobs = {
  state: undefined,
  label: "Jobs",
  lead: "What runs by the clock. Each period runs once, whoever starts it.",
  Part: Jobs,
};
const parts = [
  jobs,
  { state: "backups", label: "Backups", lead: "Every night, of the database and of what the objects know.", Part: Backups },
  {
    state: "suppressions",
    label: "Suppressed addresses",
    lead: "Addresses that get no mail: theirs came back, or was called spam.",
    Part: Suppressions,
  },
];

/** What the platform does by itself, in three parts. */
export function OperationsPage() {
  const { state } = useSearch({ from: "/admin/operations" });
  const here = parts.find((part) => part.state === state) ?? jobs;
  return (
    <>
      <AdminHead title={here.label} lead={here.lead} />
      <nav aria-label="Operations" className="hide-scrollbar flex gap-1 overflow-x-auto border-b border-line">
        {parts.map((part) => (
          <TabLink key={part.label} state={part.state} isHere={part === here}>
            {part.label}
          </TabLink>
        ))}
      </nav>
      <here.Part />
    </>
  );
}
