import { Button } from "../../../../parts/button.tsx";
import { KeyOnce } from "../../../parts/key-once.tsx";

/** A secret that requests are signed with, shown this once. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <div className="grid gap-4">
      <p className="text-sm text-quiet">
        Every request is signed with it. Copy it now: it is kept sealed, and nobody can show it again. How to check a signature is in the
        documentation of webhooks.
      </p>
      <KeyOnce name="Signing secret" value={secret} />
      <Button variant="primary" className="justify-self-end" onPress={onClose}>
        I have it
      </Button>
    </div>
  );
}
