import { MessagesSquare } from "lucide-react";

/** Beside the list, while no room is open. */
export function NoRoom() {
  return (
    <div className="grid h-full place-content-center justify-items-center gap-3 px-6 text-center">
      <MessagesSquare className="size-9 text-faint" aria-hidden />
      <p className="text-quiet">Choose a room to read and write in it.</p>
    </div>
  );
}
