import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Undo2 } from "lucide-react";
import type { Configuration, ConfigurationVersion } from "../../../../../contracts/configuration.ts";
import { Button } from "../../../parts/button.tsx";
import { Failed } from "../../../parts/failed.tsx";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { toast } from "../../../shell/toast.ts";
import { admin } from "../../api/admin-queries.ts";
import { adminRequest } from "../../api/admin-request.ts";
import { configurationQuery, versionsQuery } from "../../api/configuration-queries.ts";
import { Badge } from "../../parts/badge.tsx";
import { DiffView } from "../../parts/diff-view.tsx";
import { Moment } from "../../parts/moment.tsx";
import { CursorPager } from "../../parts/pager.tsx";
import { Pending } from "../../parts/pending.tsx";
import type { Place } from "./properties-editor.tsx";

/** Every version with what it changed. Rolling back makes a new version with the values of an old one, so that history only grows. */
export function VersionHistory({ application, profile, current }: Place & { current: number }) {
  const { cursor } = useSearch({ from: "/admin/configuration/$application/$profile" });
  const client = useQueryClient();
  const versions = useQuery(versionsQuery(application, profile, cursor));
  const rollBack = useMutation({
    mutationFn: (version: number) =>
      adminRequest<Configuration>(`/config/${application}/${profile}/rollback`, {
        method: "POST",
        body: { version, expectedVersion: current },
      }),
    onSuccess: (restored, version) => {
      toast({ title: `Rolled back to version ${version}`, body: `As version ${restored.version}, everywhere within 30 seconds.` });
      client.setQueryData(configurationQuery(application, profile).queryKey, restored);
      void client.invalidateQueries({ queryKey: [admin] });
    },
  });
  if (versions.isError) return <Failed error={versions.error} retry={() => void versions.refetch()} title="The history did not load" />;
  if (versions.data === undefined) return <Pending room="h-72" />;
  if (versions.data.items.length === 0) return <p className="py-10 text-center text-sm text-quiet">Nothing was saved here yet.</p>;
  return (
    <div className="grid gap-4">
      <FormFailure error={rollBack.error} />
      <ol className="grid gap-4">
        {versions.data.items.map((version) => (
          <li key={version.version} className="grid gap-3 rounded-card border border-line p-4">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <h2 className="text-base">Version {version.version}</h2>
              {version.version === current ? <Badge tone="good">In force</Badge> : null}
              <p className="text-sm text-quiet">
                <Moment at={version.createdAt} /> UTC, {version.author}
                {version.restoredVersion === null ? "" : `, took up version ${version.restoredVersion} again`}
              </p>
              {version.version === current ? null : (
                <Button
                  size="small"
                  className="ml-auto"
                  isDisabled={rollBack.isPending}
                  aria-label={`Roll back to version ${version.version}`}
                  onPress={() => rollBack.mutate(version.version)}
                >
                  <Undo2 className="size-4" aria-hidden />
                  Roll back to this
                </Button>
              )}
            </div>
            <DiffView before={sideOf(version, "before")} after={sideOf(version, "after")} />
          </li>
        ))}
      </ol>
      <CursorPager cursor={cursor} nextCursor={versions.data.nextCursor} />
    </div>
  );
}

/** A secret that changed shows its mask on both sides: that it is another one is all that may be told. */
function sideOf({ changes }: ConfigurationVersion, side: "before" | "after"): Record<string, unknown> {
  return Object.fromEntries(
    changes.flatMap(({ property, ...values }) => {
      const value = values[side];
      if (value === null) return [];
      return [[property, side === "after" && value === values.before ? `${value} (another)` : value]];
    }),
  );
}
