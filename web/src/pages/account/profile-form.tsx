import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { User } from "../../../../contracts/identity.ts";
import { limits } from "../../../../contracts/limits.ts";
import { request } from "../../api/request.ts";
import { Avatar } from "../../parts/avatar.tsx";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { userChanged } from "../../session/session.ts";
import { changesOf, draftOf, type ProfileDraft } from "./profile-draft.ts";

/** What a person says of themselves. Only what was changed is sent. */
export function ProfileForm({ user }: { user: User }) {
  const [draft, setDraft] = useState<ProfileDraft>(() => draftOf(user));
  const changes = changesOf(user, draft);
  const isChanged = Object.keys(changes).length > 0;
  const save = useMutation({
    mutationFn: () => request<{ user: User }>(undefined, `/users/${user.id}`, { method: "PATCH", body: changes }),
    onSuccess: (answer) => {
      userChanged(answer.user);
      setDraft(draftOf(answer.user));
    },
  });
  const errors = fieldErrors(save.error);
  const set = (part: keyof ProfileDraft) => (value: string) => setDraft((before) => ({ ...before, [part]: value }));
  return (
    <section aria-labelledby="profile">
      <h1 id="profile" className="mb-4 text-lg">
        Profile
      </h1>
      <Form
        className="grid gap-2"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save.mutate();
        }}
      >
        <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
          <Field
            label="Name"
            name="name"
            autoComplete="name"
            isRequired
            maxLength={limits.nameCharsMax}
            value={draft.name}
            onChange={set("name")}
          />
          <Field
            label="Username"
            name="username"
            autoComplete="username"
            isRequired
            minLength={2}
            maxLength={40}
            spellCheck="false"
            hint="Others see and mention you by it."
            value={draft.username}
            onChange={set("username")}
          />
        </div>
        <Field
          label="Phone"
          name="phone"
          type="tel"
          autoComplete="tel"
          maxLength={30}
          hint="Only for messages about your bookings."
          value={draft.phone}
          onChange={set("phone")}
        />
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-4">
          <Field
            label="Picture"
            name="avatarUrl"
            type="url"
            inputMode="url"
            placeholder="https://…"
            maxLength={limits.urlCharsMax}
            hint="The address of a picture that anybody may load."
            value={draft.avatarUrl}
            onChange={set("avatarUrl")}
          />
          <Avatar name={draft.name || user.name} url={draft.avatarUrl.startsWith("https://") ? draft.avatarUrl : null} size="large" />
        </div>
        {Object.keys(errors).length > 0 ? null : <FormFailure error={save.error} />}
        <div className="flex items-center gap-4">
          <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={!isChanged}>
            {save.isPending ? "Saving…" : "Save"}
          </Button>
          <span role="status" className="text-sm text-quiet">
            {save.isSuccess && !isChanged ? "Saved." : ""}
          </span>
        </div>
      </Form>
    </section>
  );
}
