import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiKey, RotateKey as Body, NewKey } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { adminRequest } from "../../api/admin-request.ts";
import { ChoiceField } from "../../parts/choice-field.tsx";
import { NewKeyShown } from "./new-key-shown.tsx";

const graces = { "0": "Not at all", "3600": "An hour", "86400": "A day", "604800": "A week", "2592000": "30 days" };
type Grace = keyof typeof graces;

interface RotateKeyProps {
  appId: string;
  of: ApiKey;
  onMade: () => void;
  onClose: () => void;
}

/** A new key in the place of an old one, which goes on working for a while so that nothing stands still. */
export function RotateKey({ appId, of, onMade, onClose }: RotateKeyProps) {
  const [grace, setGrace] = useState<Grace>("86400");
  const rotate = useMutation({
    mutationFn: () => {
      const body: Body = { kind: of.kind, keyId: of.id, graceSeconds: Number(grace) };
      return adminRequest<NewKey>(`/apps/${appId}/rotate-key`, { method: "POST", body });
    },
    onSuccess: onMade,
  });
  if (rotate.data !== undefined) return <NewKeyShown made={rotate.data} onClose={onClose} />;
  return (
    <div className="grid gap-2">
      <p className="mb-2 text-sm text-quiet">
        The key that ends in {of.last4} gets a successor that may do the same. Put it in place before the old one stops.
      </p>
      <ChoiceField label="The old key goes on working" value={grace} choices={graces} onChange={setGrace} />
      <FormFailure error={rotate.error} />
      <Button variant="primary" className="justify-self-end" isPending={rotate.isPending} onPress={() => rotate.mutate()}>
        {rotate.isPending ? "Rotating…" : "Rotate"}
      </Button>
    </div>
  );
}
