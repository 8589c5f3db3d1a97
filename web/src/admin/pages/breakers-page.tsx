import { useQuery } from "@tanstack/react-query";
import { Failed } from "../../parts/failed.tsx";
import { breakersQuery } from "../api/actuator-queries.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { BreakerCard } from "../parts/breaker-card.tsx";

export function BreakersPage() {
  const breakers = useQuery(breakersQuery);
  return (
    <>
      <AdminHead
        title="Breakers"
        lead="One for everything that the platform calls. When too many calls fail, it refuses them at once instead of waiting."
      />
      {breakers.isError ? (
        <Failed error={breakers.error} retry={() => void breakers.refetch()} title="The breakers did not load" />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3" aria-busy={breakers.data === undefined}>
          {breakers.data === undefined
            ? ["a", "b"].map((each) => <div key={each} className="skeleton h-44 rounded-card" />)
            : Object.entries(breakers.data).map(([name, facts]) => <BreakerCard key={name} name={name} facts={facts} canAct />)}
        </div>
      )}
    </>
  );
}
