const prefix = "mq_draft:";

/** What somebody had begun to write in a room, for as long as the tab is there. */
export const draftOf = (roomId: string): string => sessionStorage.getItem(prefix + roomId) ?? "";

export function keepDraft(roomId: string, text: string): void {
  if (text === "") sessionStorage.removeItem(prefix + roomId);
  else sessionStorage.setItem(prefix + roomId, text);
}
