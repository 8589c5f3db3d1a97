import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { limits } from "../../../../../../contracts/limits.ts";
import { type WebhookEndpoint, WebhookEventType } from "../../../../../../contracts/webhooks.ts";
import { Button } from "../../../../parts/button.tsx";
import { Field } from "../../../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../../../parts/form-failure.tsx";
import { adminRequest } from "../../../api/admin-request.ts";
import { webhooksPath } from "../../../api/operations-queries.ts";
import { SecretShown } from "./secret-shown.tsx";

interface EndpointFormProps {
  appId: string;
  /** The one that is changed; without one a new one is made. */
  endpoint?: WebhookEndpoint;
  onSaved: () => void;
  onClose: () => void;
}

export function EndpointForm({ appId, endpoint, onSaved, onClose }: EndpointFormProps) {
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [description, setDescription] = useState(endpoint?.description ?? "");
  const [events, setEvents] = useState<readonly WebhookEventType[]>(endpoint?.events ?? ["booking.confirmed", "booking.cancelled"]);
  const save = useMutation({
    mutationFn: () => {
      const body = { url: url.trim(), events, description: description.trim() };
      if (endpoint !== undefined)
        return adminRequest<{ secret?: string }>(`${webhooksPath(appId)}/${endpoint.id}`, { method: "PATCH", body });
      return adminRequest<{ secret?: string }>(webhooksPath(appId), { method: "POST", body });
    },
    onSuccess: ({ secret }) => {
      onSaved();
      if (secret === undefined) onClose();
    },
  });
  const errors = fieldErrors(save.error);
  if (save.data?.secret !== undefined) return <SecretShown secret={save.data.secret} onClose={onClose} />;
  const choose = (event: WebhookEventType, wanted: boolean) =>
    setEvents(WebhookEventType.options.filter((each) => (each === event ? wanted : events.includes(each))));
  return (
    <Form
      className="grid gap-2"
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        if (events.length > 0) save.mutate();
      }}
    >
      <Field
        label="Address"
        name="url"
        type="url"
        isRequired
        autoComplete="off"
        spellCheck="false"
        maxLength={limits.urlCharsMax}
        placeholder="https://tickets.example.com/hooks/marquee"
        hint="https at a public name. Redirects are not followed."
        value={url}
        onChange={setUrl}
      />
      <Field
        label="What it is"
        name="description"
        autoComplete="off"
        maxLength={limits.webhookDescriptionCharsMax}
        value={description}
        onChange={setDescription}
      />
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium">Told of</legend>
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
          {WebhookEventType.options.map((event) => (
            <label key={event} className="flex cursor-pointer items-center gap-2 py-0.5 font-mono text-xs">
              <input
                type="checkbox"
                className="size-4 accent-(--color-accent)"
                checked={events.includes(event)}
                onChange={({ target }) => choose(event, target.checked)}
              />
              {event}
            </label>
          ))}
        </div>
        {events.length === 0 ? <p className="text-sm text-loss">Choose at least one.</p> : null}
      </fieldset>
      {Object.keys(errors).length > 0 ? null : <FormFailure error={save.error} />}
      <Button type="submit" variant="primary" className="mt-2 justify-self-end" isDisabled={events.length === 0} isPending={save.isPending}>
        {save.isPending ? "Saving…" : endpoint === undefined ? "Make endpoint" : "Save"}
      </Button>
    </Form>
  );
}
