import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../../parts/button.tsx";
import { FormFailure } from "../../../../parts/form-failure.tsx";
import { adminRequest } from "../../../api/admin-request.ts";
import { ChoiceField } from "../../../parts/choice-field.tsx";
import { SecretShown } from "./secret-shown.tsx";

const periods = { "86400": "For a day", "3600": "For an hour", "604800": "For a week", "0": "Not at all: it is known to others" };

/** A new secret; the old one also signs for as long as the receiver needs to change over. */
export function RotateSecret({ path, onMade, onClose }: { path: string; onMade: () => void; onClose: () => void }) {
  const [seconds, setSeconds] = useState<keyof typeof periods>("86400");
  const rotate = useMutation({
    mutationFn: () =>
      adminRequest<{ secret: string }>(path, { method: "PATCH", body: { rotateSecret: true, keepOldSecretSeconds: Number(seconds) } }),
    onSuccess: onMade,
  });
  if (rotate.data !== undefined) return <SecretShown secret={rotate.data.secret} onClose={onClose} />;
  return (
    <div className="grid gap-2">
      <ChoiceField label="The old secret also signs" value={seconds} choices={periods} onChange={setSeconds} />
      <FormFailure error={rotate.error} />
      <div className="flex justify-end gap-3">
        <Button onPress={onClose}>Cancel</Button>
        <Button variant="primary" isPending={rotate.isPending} onPress={() => rotate.mutate()}>
          {rotate.isPending ? "Rotating…" : "Rotate"}
        </Button>
      </div>
    </div>
  );
}
