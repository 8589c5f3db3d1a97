import { useEffect, useState } from "react";
import type { ChatClient } from "../chat-client.ts";
import type { RoomState } from "../core/room-state.ts";
import { readAround, readUnread } from "../reading.ts";

/** Where to begin to read. `nonce`: another number for each time. */
export interface Place {
  at: { kind: "message"; id: string } | { kind: "unread"; seq: number } | { kind: "end" };
  nonce: number;
}

export interface Opening {
  place: Place | null;
  /** Up to where was read when the room was opened, if there was more. */
  readSeq: number | null;
  error: unknown;
  retry: () => void;
  goTo: (messageId: string) => void;
  goToEnd: () => void;
}

/** Loads what is to be read first: a message that was asked for, the first unread one, or the end. */
export function useOpening(chat: ChatClient, room: RoomState, messageId: string | undefined): Opening {
  const [readSeq] = useState(() => (room.unread > 0 ? room.readSeq : null));
  const [asked, setAsked] = useState<{ id: string | undefined; toEnd: boolean; nonce: number }>({ id: messageId, toEnd: false, nonce: 0 });
  const [place, setPlace] = useState<Place | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    if (messageId !== undefined)
      setAsked((before) => (before.id === messageId ? before : { id: messageId, toEnd: false, nonce: before.nonce + 1 }));
  }, [messageId]);

  useEffect(() => {
    let isOver = false;
    const { id, toEnd, nonce } = asked;
    const open = async (): Promise<Place["at"]> => {
      if (id !== undefined) {
        if (!room.log.shown.some((each) => each.id === id)) await readAround(chat.calls, room, id);
        return { kind: "message", id };
      }
      if (!room.log.isOpen || !room.log.atEnd) await readUnread(chat.calls, room);
      return toEnd || readSeq === null ? { kind: "end" } : { kind: "unread", seq: readSeq };
    };
    setError(null);
    open().then(
      (at) => !isOver && setPlace({ at, nonce }),
      (failure: unknown) => !isOver && setError(failure),
    );
    return () => {
      isOver = true;
    };
  }, [chat, room, asked, readSeq]);

  const ask = (id: string | undefined, toEnd: boolean) => setAsked(({ nonce }) => ({ id, toEnd, nonce: nonce + 1 }));
  return {
    place,
    readSeq,
    error,
    retry: () => ask(asked.id, asked.toEnd),
    goTo: (id) => ask(id, false),
    goToEnd: () => ask(undefined, true),
  };
}
