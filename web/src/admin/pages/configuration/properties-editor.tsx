import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Configuration, ConfigurationEntry, PropertyDescription } from "../../../../../contracts/configuration.ts";
import { failedWith } from "../../../api/failure.ts";
import { Button } from "../../../parts/button.tsx";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { toast } from "../../../shell/toast.ts";
import { admin } from "../../api/admin-queries.ts";
import { adminRequest } from "../../api/admin-request.ts";
import { configurationQuery } from "../../api/configuration-queries.ts";
import { changesBetween } from "../../parts/changes.ts";
import { DiffView } from "../../parts/diff-view.tsx";
import { AddProperty } from "./add-property.tsx";
import { type DraftProperty, descriptionOf, draftOf, faultsOf, newProperty, type Properties, propertiesOf } from "./config-draft.ts";
import { Defaults } from "./defaults.tsx";
import { PropertyRow } from "./property-row.tsx";

export type Place = Pick<ConfigurationEntry, "application" | "profile">;

interface PropertiesEditorProps {
  place: Place;
  /** null: there is none yet. */
  configuration: Configuration | null;
  schema: readonly PropertyDescription[];
}

/** All properties at once: what is sent is the whole of the next version, and only onto the version that was read. */
export function PropertiesEditor({ place, configuration, schema }: PropertiesEditorProps) {
  const client = useQueryClient();
  const before: Properties = configuration?.properties ?? {};
  const [draft, setDraft] = useState<DraftProperty[]>(() => draftOf(before));
  const after = propertiesOf(draft);
  const isChanged = changesBetween(before, after).length > 0;
  const save = useMutation({
    mutationFn: () =>
      adminRequest<Configuration>(`/config/${place.application}/${place.profile}`, {
        method: "PUT",
        body: { properties: after, expectedVersion: configuration?.version ?? 0 },
      }),
    onSuccess: (saved) => {
      toast({ title: `Version ${saved.version} is in force`, body: "Everywhere within 30 seconds." });
      client.setQueryData(configurationQuery(place.application, place.profile).queryKey, saved);
      void client.invalidateQueries({ queryKey: [admin] });
    },
  });
  const faults = faultsOf(save.error);
  const change = (property: string, part: Partial<DraftProperty>) =>
    setDraft((all) => all.map((each) => (each.property === property ? { ...each, ...part } : each)));
  const add = (property: string) => setDraft((all) => [...all, newProperty(property, descriptionOf(property, schema))]);
  const taken = draft.map(({ property }) => property);
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
      <div className="grid min-w-0 gap-4">
        {draft.length === 0 ? (
          <p className="rounded-card border border-dashed border-line px-4 py-10 text-center text-sm text-quiet">Nothing is set here.</p>
        ) : (
          <ul className="divide-y divide-line rounded-card border border-line">
            {draft.map((each) => (
              <PropertyRow
                key={each.property}
                draft={each}
                description={descriptionOf(each.property, schema)}
                fault={faults[each.property]}
                onChange={(part) => change(each.property, part)}
                onRemove={() => setDraft((all) => all.filter(({ property }) => property !== each.property))}
              />
            ))}
          </ul>
        )}
        <AddProperty schema={schema} taken={taken} onAdd={add} />
        <Defaults schema={schema} taken={taken} onChange={add} />
      </div>
      <section aria-labelledby="changes" className="grid gap-3 lg:sticky lg:top-6">
        <h2 id="changes" className="text-sm">
          Changes
        </h2>
        {isChanged ? <DiffView before={before} after={after} /> : <p className="text-sm text-quiet">None yet.</p>}
        {Object.keys(faults).some((property) => property in after) ? (
          <p role="alert" className="text-sm text-loss">
            Some values are not as they must be: see beside them.
          </p>
        ) : (
          <FormFailure error={save.error} />
        )}
        {failedWith(save.error, "CONFIG_VERSION_CONFLICT") ? (
          <Button onPress={() => void client.invalidateQueries({ queryKey: [admin, "configuration"] })}>Read the newest</Button>
        ) : null}
        <div className="flex gap-2">
          <Button variant="primary" isDisabled={!isChanged} isPending={save.isPending} onPress={() => save.mutate()}>
            {save.isPending ? "Saving…" : "Save as new version"}
          </Button>
          {isChanged ? (
            <Button
              variant="ghost"
              onPress={() => {
                setDraft(draftOf(before));
                save.reset();
              }}
            >
              Undo
            </Button>
          ) : null}
        </div>
      </section>
    </div>
  );
}
