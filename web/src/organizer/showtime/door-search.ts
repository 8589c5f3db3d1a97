import type { DoorListItem } from "../../../../contracts/tickets.ts";

/** Whether somebody on the door list is meant by `q`: by name, seat or booking, without regard to case, accents and dashes. */
export function matches({ name, seat, bookingId }: Pick<DoorListItem, "name" | "seat" | "bookingId">, q: string): boolean {
  const wanted = plain(q);
  return [name ?? "", seat.seatNumber, `${seat.section ?? ""} ${seat.row ?? ""} ${seat.seatNumber}`, bookingId].some((text) =>
    plain(text).includes(wanted),
  );
}

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{M}|-/gu, "")
    .trim()
    .toLowerCase();
