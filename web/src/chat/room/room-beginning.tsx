import type { RoomState } from "../core/room-state.ts";
import { RoomFace } from "../parts/room-face.tsx";
import { useChat } from "../use-chat.ts";

/** Above the first message. */
export function RoomBeginning({ room }: { room: RoomState }) {
  const { store } = useChat();
  const { info } = room;
  return (
    <div className="grid justify-items-center gap-1.5 px-6 pt-2 pb-5 text-center">
      <RoomFace room={info} />
      <p className="mt-1 font-display text-base font-bold">{store.nameOf(room)}</p>
      <p className="max-w-md text-sm text-quiet">{info.description === "" ? "This is where it begins." : info.description}</p>
    </div>
  );
}
