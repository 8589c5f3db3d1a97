import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { limits } from "../../../../../contracts/limits.ts";
import type { App } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { Field } from "../../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../../parts/form-failure.tsx";
import { toast } from "../../../shell/toast.ts";
import { admin } from "../../api/admin-queries.ts";
import { adminRequest } from "../../api/admin-request.ts";

const marqueesOwn = "#cf7604";
const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** How an app looks in its mails, and where its buyers' answers go. */
export function AppBrand({ app }: { app: App }) {
  const client = useQueryClient();
  const { brand } = app;
  const [color, setColor] = useState(brand.color ?? "");
  const [logoUrl, setLogoUrl] = useState(brand.logoUrl ?? "");
  const [contactEmail, setContactEmail] = useState(brand.contactEmail ?? "");
  const wanted = { color: orNull(color), logoUrl: orNull(logoUrl), contactEmail: orNull(contactEmail) };
  const isChanged = wanted.color !== brand.color || wanted.logoUrl !== brand.logoUrl || wanted.contactEmail !== brand.contactEmail;
  const save = useMutation({
    mutationFn: () => adminRequest(`/apps/${app.appId}`, { method: "PATCH", body: { brand: wanted } }),
    onSuccess: () => {
      toast({ title: "Saved", body: "The next mails look so." });
      void client.invalidateQueries({ queryKey: [admin, "app", app.appId] });
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <section aria-labelledby="brand" className="rounded-card border border-line p-4">
      <h2 id="brand" className="mb-3 text-base">
        Mails
      </h2>
      <div aria-hidden="true" className="mb-4 overflow-hidden rounded-control border border-line bg-white text-[#1c1923]">
        <div className="h-1.5" style={{ background: /^#[0-9a-f]{6}$/i.test(color) ? color : marqueesOwn }} />
        <div className="flex items-center gap-3 px-4 py-3">
          {/^https:\/\/\S+$/.test(logoUrl) ? <img src={logoUrl} alt="" className="h-8 max-w-28 object-contain" /> : null}
          <span className="font-semibold">{app.name}</span>
        </div>
        <p className="px-4 pb-3 text-sm text-[#5c5865]">Here are your tickets.</p>
      </div>
      <Form
        className="grid gap-2"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save.mutate();
        }}
      >
        <Field
          label="Colour"
          name="brand.color"
          pattern="#[0-9a-fA-F]{6}"
          autoComplete="off"
          placeholder={marqueesOwn}
          hint="Six hexadecimal digits. Empty: Marquee’s own."
          value={color}
          onChange={setColor}
        />
        <Field
          label="Logo"
          name="brand.logoUrl"
          type="url"
          autoComplete="off"
          maxLength={limits.urlCharsMax}
          placeholder="https://…"
          hint="Mails are whole without it, too."
          value={logoUrl}
          onChange={setLogoUrl}
        />
        <Field
          label="Contact address"
          name="brand.contactEmail"
          type="email"
          autoComplete="off"
          maxLength={limits.emailCharsMax}
          hint="Buyers’ answers go there, and what concerns the app itself."
          value={contactEmail}
          onChange={setContactEmail}
        />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={save.error} />}
        <Button type="submit" variant="primary" className="mt-2 justify-self-start" isDisabled={!isChanged} isPending={save.isPending}>
          {save.isPending ? "Saving…" : "Save the look"}
        </Button>
      </Form>
    </section>
  );
}
