import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { limits } from "../../../../../contracts/limits.ts";
import type { App, UpdateApp } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { Field } from "../../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../../parts/form-failure.tsx";
import { Switch } from "../../../parts/switch.tsx";
import { toast } from "../../../shell/toast.ts";
import { admin, appsQuery } from "../../api/admin-queries.ts";
import { adminRequest } from "../../api/admin-request.ts";
import { LinesField, linesOf } from "../../parts/lines-field.tsx";
import { originFault } from "./create-app.tsx";

/** What can be changed of an app; only what was changed is sent. */
export function AppSettings({ app }: { app: App }) {
  const client = useQueryClient();
  const [name, setName] = useState(app.name);
  const [origins, setOrigins] = useState(app.allowedOrigins.join("\n"));
  const [switches, setSwitches] = useState({ isActive: app.isActive, openOrganizers: app.openOrganizers, webApp: app.webApp });
  const [seatCap, setSeatCap] = useState(app.maxSeatsPerUser?.toString() ?? "");
  const cap = seatCap.trim() === "" ? null : Number(seatCap);
  const changes: UpdateApp = {
    ...(name.trim() === app.name ? {} : { name: name.trim() }),
    ...(linesOf(origins).join("\n") === app.allowedOrigins.join("\n") ? {} : { allowedOrigins: linesOf(origins) }),
    ...(cap === app.maxSeatsPerUser ? {} : { maxSeatsPerUser: cap }),
    ...(switches.isActive === app.isActive ? {} : { isActive: switches.isActive }),
    ...(switches.openOrganizers === app.openOrganizers ? {} : { openOrganizers: switches.openOrganizers }),
    ...(switches.webApp === app.webApp ? {} : { webApp: switches.webApp }),
  };
  const isChanged = Object.keys(changes).length > 0;
  const save = useMutation({
    mutationFn: () => adminRequest(`/apps/${app.appId}`, { method: "PATCH", body: changes }),
    onSuccess: () => {
      toast({ title: "Saved", body: "In force everywhere within 30 seconds." });
      void client.invalidateQueries({ queryKey: [admin, "app", app.appId] });
      void client.invalidateQueries({ queryKey: appsQuery.queryKey });
    },
  });
  const errors = fieldErrors(save.error);
  const flip = (which: keyof typeof switches) => (isOn: boolean) => setSwitches((before) => ({ ...before, [which]: isOn }));
  return (
    <section aria-labelledby="settings" className="rounded-card border border-line p-4">
      <h2 id="settings" className="mb-3 text-base">
        Settings
      </h2>
      <Form
        className="grid gap-2"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save.mutate();
        }}
      >
        <Field label="Name" name="name" isRequired maxLength={limits.nameCharsMax} autoComplete="off" value={name} onChange={setName} />
        <LinesField
          label="Origins"
          name="allowedOrigins"
          hint="One a line. https://*.example.org is one level of subdomain."
          value={origins}
          onChange={setOrigins}
          fault={originFault(save.error)}
        />
        <Field
          label="Seats per buyer in a showtime, at most"
          name="maxSeatsPerUser"
          inputMode="numeric"
          pattern="[0-9]*"
          autoComplete="off"
          hint="Empty: what each showtime says."
          value={seatCap}
          onChange={setSeatCap}
        />
        <Switch label="Active" hint="Off, its keys answer APP_INACTIVE." isSelected={switches.isActive} onChange={flip("isActive")} />
        <Switch
          label="Open to organizers"
          hint="Everybody may make listings of their own."
          isSelected={switches.openOrganizers}
          onChange={flip("openOrganizers")}
        />
        <Switch label="Sold in the web app" hint="This site shows its catalogue." isSelected={switches.webApp} onChange={flip("webApp")} />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={save.error} />}
        <Button type="submit" variant="primary" className="mt-2 justify-self-start" isDisabled={!isChanged} isPending={save.isPending}>
          {save.isPending ? "Saving…" : "Save"}
        </Button>
      </Form>
    </section>
  );
}
