import { CopyButton } from "../../admin/parts/copy-button.tsx";
import { domainWords } from "../../domains.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

/** Everybody may join a public room: its address is enough. */
export function RoomLink({ room }: { room: RoomState }) {
  const { domain } = useChat();
  return (
    <LinkShown url={`${location.origin}/chat/${room.id}?d=${domainWords[domain].param}`} words="Everybody who has this link may join." />
  );
}

/** A link, ready to be taken along. */
export function LinkShown({ url, words }: { url: string; words: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="flex items-center gap-2 rounded-control border border-line bg-stage py-1.5 pr-1.5 pl-3">
        <span className="min-w-0 flex-1 truncate text-sm select-all">{url}</span>
        <CopyButton text={url} what="the link" />
      </div>
      <p className="text-sm text-quiet">{words}</p>
    </div>
  );
}
