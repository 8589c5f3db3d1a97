import fontkit from "@cantoo/fontkit";
import { PDFDocument, type PDFFont, type PDFPage, rgb } from "@cantoo/pdf-lib";
import regularFile from "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf";
import boldFile from "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf";
import { printable, wrapped } from "./pdf-text.ts";
import { qrCode } from "./qr-code.ts";
import type { TicketForShow } from "./read.ts";
import { venueClock, venueDay } from "./venue-time.ts";

/** A6 upright, in points of 1/72 inch: one on a page, or four on a sheet of A4. */
const page = { width: 297.64, height: 419.53, margin: 24 };
const inner = page.width - 2 * page.margin;
/** At least 50 mm, so that a module is printed with half a millimetre. */
const qrSide = 172;

const ink = rgb(0.1, 0.08, 0.13);
const quiet = rgb(0.38, 0.36, 0.42);
const amber = rgb(0.93, 0.62, 0.16);

interface Face {
  font: PDFFont;
  shows: (codePoint: number) => boolean;
}
interface Sheet {
  paper: PDFPage;
  bold: Face;
  regular: Face;
}

/**
 * Tickets to print, one a page: title, venue, the time by the venue's clock, the seat large, the QR code and the booking. Fonts are embedded, so it
 * looks the same everywhere; a character that they lack is printed as a mark. It is the only user of large libraries: import it when it is needed.
 */
export async function ticketPdf(tickets: readonly TicketForShow[], nowMs: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const [bold, regular] = [await embedded(document, boldFile), await embedded(document, regularFile)];
  const [first] = tickets;
  document.setTitle(first ? `${first.show.title}, ${first.ticket.bookingId}` : "Tickets");
  document.setCreator("Marquee");
  document.setProducer("Marquee");
  document.setLanguage("en");
  document.setCreationDate(new Date(nowMs));
  document.setModificationDate(new Date(nowMs));
  for (const ticket of tickets) draw({ paper: document.addPage([page.width, page.height]), bold, regular }, ticket);
  return document.save();
}

async function embedded(document: PDFDocument, file: ArrayBuffer): Promise<Face> {
  const font = await document.embedFont(file, { subset: true });
  const known = new Set(font.getCharacterSet());
  return { font, shows: (codePoint) => known.has(codePoint) };
}

function draw(sheet: Sheet, { ticket, show }: TicketForShow): void {
  const { paper, bold, regular } = sheet;
  paper.drawRectangle({ x: 0, y: page.height - 10, width: page.width, height: 10, color: amber });
  let y = page.height - 38;
  for (const line of lines(bold, show.title, 17, 2)) {
    write(sheet, bold, line, { y, size: 17 });
    y -= 20;
  }
  const [venue = ""] = lines(regular, `${show.venue}, ${show.city}`, 9.5, 1);
  write(sheet, regular, venue, { y, size: 9.5, color: quiet });
  write(sheet, bold, venueDay(show), { y: y - 18, size: 10.5 });
  write(sheet, bold, venueClock(show), { y: y - 32, size: 10.5 });
  drawSeat(sheet, ticket.seat, y - 50);
  drawCode(paper, ticket.token);
  const [booking = ""] = lines(bold, ticket.bookingId, 8.5, 1);
  write(sheet, bold, booking, { y: 31, size: 8.5 });
  const [id = ""] = lines(regular, ticket.id, 6, 1);
  write(sheet, regular, id, { y: 20, size: 6, color: quiet });
}

function drawSeat(sheet: Sheet, seat: TicketForShow["ticket"]["seat"], top: number): void {
  const { bold, regular } = sheet;
  const above = [seat.section, seat.row === null ? null : `Row ${seat.row}`, seat.tier].filter(Boolean).join(" · ");
  const [where = ""] = lines(regular, above, 8.5, 1);
  write(sheet, regular, where, { y: top, size: 8.5, color: quiet });
  const [number = ""] = lines(bold, seat.seatNumber, 30, 1);
  write(sheet, bold, number, { y: top - 31, size: 30 });
}

function drawCode(paper: PDFPage, token: string): void {
  const { size, runs } = qrCode(token);
  const module = qrSide / size;
  const [left, top] = [(page.width - qrSide) / 2, 42 + qrSide];
  const path = runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join("");
  paper.drawSvgPath(path, { x: left, y: top, scale: module, color: rgb(0, 0, 0), borderWidth: 0 });
}

const lines = ({ font, shows }: Face, text: string, size: number, most: number): string[] =>
  wrapped(printable(text, shows), { width: inner, lines: most, widthOf: (part) => font.widthOfTextAtSize(part, size) });

function write(
  { paper }: Sheet,
  { font }: Face,
  text: string,
  { y, size, color = ink }: { y: number; size: number; color?: typeof ink },
): void {
  paper.drawText(text, { x: page.margin, y, size, font, color });
}
