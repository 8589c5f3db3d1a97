import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { plain } from "../parts/said-words.ts";
import type { Actions } from "./use-actions.ts";

/** Asks before a message is gone: it does not come back, for nobody. */
export function DeleteDialog({ doomed, decide }: Pick<Actions, "doomed" | "decide">) {
  return (
    <Dialog title="Delete this message?" isOpen={doomed !== null} onClose={() => decide(false)}>
      <p className="mb-2 line-clamp-3 border-l-2 border-edge pl-3">{plain(doomed?.content ?? "")}</p>
      <p className="mb-4 text-sm text-quiet">It is gone for everybody in the room. That it was there stays to be seen.</p>
      <div className="flex justify-end gap-2">
        <Button onPress={() => decide(false)}>Keep it</Button>
        <Button variant="loss" autoFocus onPress={() => decide(true)}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}
