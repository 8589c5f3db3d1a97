import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Form } from "react-aria-components/Form";
import { Label } from "react-aria-components/Label";
import type { CreateKey as Body, KeyKind, NewKey, Scope } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { Field } from "../../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../../parts/form-failure.tsx";
import { adminRequest } from "../../api/admin-request.ts";
import { ChoiceField } from "../../parts/choice-field.tsx";
import { NewKeyShown } from "./new-key-shown.tsx";
import { scopeNames } from "./scope-names.ts";

interface CreateKeyProps {
  appId: string;
  onMade: () => void;
  onClose: () => void;
}

const kinds: Record<KeyKind, string> = { SECRET: "Secret, for servers", PUBLISHABLE: "Publishable, for browsers" };

export function CreateKey({ appId, onMade, onClose }: CreateKeyProps) {
  const [kind, setKind] = useState<KeyKind>("SECRET");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [lastDay, setLastDay] = useState("");
  const create = useMutation({
    mutationFn: () => {
      const body: Body = {
        kind,
        ...(name.trim() === "" ? {} : { name: name.trim() }),
        ...(scopes.length === 0 ? {} : { scopes }),
        ...(lastDay === "" ? {} : { expiresAt: `${lastDay}T23:59:59Z` }),
      };
      return adminRequest<NewKey>(`/apps/${appId}/keys`, { method: "POST", body });
    },
    onSuccess: onMade,
  });
  const errors = fieldErrors(create.error);
  if (create.data !== undefined) return <NewKeyShown made={create.data} onClose={onClose} />;
  return (
    <Form
      className="grid gap-2"
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <ChoiceField label="Kind" value={kind} choices={kinds} onChange={setKind} />
      <Field
        label="Name"
        name="name"
        autoComplete="off"
        maxLength={200}
        hint="So that you know later whose it is."
        value={name}
        onChange={setName}
      />
      <CheckboxGroup
        value={scopes}
        onChange={(chosen) => setScopes(chosen.flatMap((each) => scopeNames.find(([scope]) => scope === each)?.[0] ?? []))}
        className="grid gap-2"
      >
        <Label className="text-sm font-medium">May</Label>
        <p className="text-sm text-quiet">
          {scopes.length === 0 ? "All that its kind may. Choose to hold it to less." : "Only what is chosen."}
        </p>
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
          {scopeNames.map(([scope, words]) => (
            <Checkbox
              key={scope}
              value={scope}
              className="group flex cursor-pointer items-center gap-2 rounded-sm py-0.5 text-sm data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent-text"
            >
              <span className="grid size-4.5 shrink-0 place-items-center rounded-sm border border-edge bg-raised text-xs font-bold text-transparent group-data-[selected]:border-accent group-data-[selected]:bg-accent group-data-[selected]:text-on-accent">
                ✓
              </span>
              {words}
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
      <Field
        label="Last day"
        name="expiresAt"
        type="date"
        hint="In UTC. Without one it does not end."
        value={lastDay}
        onChange={setLastDay}
      />
      {Object.keys(errors).length > 0 ? null : <FormFailure error={create.error} />}
      <Button type="submit" variant="primary" className="justify-self-end" isPending={create.isPending}>
        {create.isPending ? "Making…" : "Make key"}
      </Button>
    </Form>
  );
}
