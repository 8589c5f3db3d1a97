import type { NewKey } from "../../../../../contracts/tenants.ts";
import { Button } from "../../../parts/button.tsx";
import { KeyOnce } from "../../parts/key-once.tsx";

export function NewKeyShown({ made, onClose }: { made: NewKey; onClose: () => void }) {
  return (
    <div className="grid gap-4">
      <p className="text-sm text-quiet">Copy it now. Only its hash is kept, so that nobody can show it again.</p>
      {made.secretKey === undefined ? null : <KeyOnce name="Secret key" value={made.secretKey} />}
      {made.publishableKey === undefined ? null : <KeyOnce name="Publishable key" value={made.publishableKey} />}
      <Button variant="primary" className="justify-self-end" onPress={onClose}>
        I have it
      </Button>
    </div>
  );
}
