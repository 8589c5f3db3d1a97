import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { limits } from "../../../../../contracts/limits.ts";
import type { AppWithKeys, Domain } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../../parts/form-failure.tsx";
import { appsQuery } from "../../api/admin-queries.ts";
import { adminRequest } from "../../api/admin-request.ts";
import { ChoiceField } from "../../parts/choice-field.tsx";
import { KeyOnce } from "../../parts/key-once.tsx";
import { LinesField, linesOf } from "../../parts/lines-field.tsx";
import { domainNames } from "./domain-names.ts";

/** Makes an app, then shows its two keys for the only time. */
export function CreateApp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [made, setMade] = useState<AppWithKeys | null>(null);
  const navigate = useNavigate();
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Dialog title={made === null ? "New app" : `${made.app.name} is made`} isOpen={isOpen} onClose={close} stays>
      {made === null ? (
        <CreateForm onMade={setMade} />
      ) : (
        <div className="grid gap-4">
          <p className="text-sm text-quiet">Copy the keys now. Only their hashes are kept, so that nobody can show them again.</p>
          <KeyOnce name="App id" value={made.app.appId} />
          <KeyOnce name="Publishable key" value={made.publishableKey} />
          <KeyOnce name="Secret key" value={made.secretKey} />
          <Button
            variant="primary"
            className="justify-self-end"
            onPress={() => {
              close();
              void navigate({ to: "/admin/apps/$appId", params: { appId: made.app.appId } });
            }}
          >
            I have them
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function CreateForm({ onMade }: { onMade: (made: AppWithKeys) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [domain, setDomain] = useState<Domain>("EVENT");
  const [origins, setOrigins] = useState("");
  const create = useMutation({
    mutationFn: () =>
      adminRequest<AppWithKeys>("/apps", { method: "POST", body: { name: name.trim(), domain, allowedOrigins: linesOf(origins) } }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: appsQuery.queryKey });
      onMade(made);
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Form
      className="grid gap-2"
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Field
        label="Name"
        name="name"
        autoFocus
        isRequired
        maxLength={limits.nameCharsMax}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <ChoiceField label="Domain" value={domain} choices={domainNames} onChange={setDomain} />
      <LinesField
        label="Origins"
        name="allowedOrigins"
        hint="Where browsers may use the publishable key. One a line: https://tickets.example.com, https://*.example.org"
        value={origins}
        onChange={setOrigins}
        fault={originFault(create.error)}
      />
      {Object.keys(errors).length > 0 ? null : <FormFailure error={create.error} />}
      <Button type="submit" variant="primary" className="justify-self-end" isPending={create.isPending}>
        {create.isPending ? "Making…" : "Make app"}
      </Button>
    </Form>
  );
}

/** `allowedOrigins.1` is about a line of the whole field. */
export function originFault(error: unknown): string | undefined {
  const found = Object.entries(fieldErrors(error)).find(([path]) => path.startsWith("allowedOrigins"));
  if (found === undefined) return undefined;
  const line = Number(found[0].split(".")[1] ?? Number.NaN);
  return Number.isNaN(line) ? found[1] : `Line ${line + 1}: ${found[1]}`;
}
