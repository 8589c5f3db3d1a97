import { footerOf } from "./footer.ts";
import type { MailBlock, MailContent, MailFrame, Row, Sum } from "./mail-content.ts";
import { wordsOfShow } from "./show-words.ts";

/** A mail as plain text. */
export function mailText({ heading, blocks, reason }: MailContent, frame: MailFrame): string {
  const parts = [[heading], ...blocks.map(textOf), [reason, ...footerTexts(frame)]];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function footerTexts(frame: MailFrame): string[] {
  const { said, links } = footerOf(frame);
  return [...said, ...links.map(({ label, url }) => `${label}: ${url}`)];
}

const summed = ({ name, value }: Sum): string => `${name}: ${value}`;

function rowTexts({ name, value, details = [], link = null, linkLabel = "" }: Row): string[] {
  const below = [...details, ...(link === null ? [] : [`${linkLabel}: ${link}`])];
  return [value === null ? name : `${name}: ${value}`, ...below.map((line) => `    ${line}`)];
}

function textOf(part: MailBlock): string[] {
  switch (part.block) {
    case "said":
      return part.lines;
    case "number":
      return [`${part.label} ${part.value}`, part.note];
    case "code":
      return [part.before, "", part.code, "", part.note];
    case "show": {
      const { title, time, zone, place, before } = wordsOfShow(part.show, part.before);
      return [title, time, ...(before === null ? [] : [before]), zone, place];
    }
    case "table": {
      const sums = [...(part.sums ?? []), ...(part.total == null ? [] : [part.total])].map(summed);
      const rows = part.rows.length === 0 ? [] : [part.title, ...part.rows.flatMap(rowTexts)];
      return rows.length > 0 && sums.length > 0 ? [...rows, "", ...sums] : [...rows, ...sums];
    }
    case "facts":
      return part.facts.length === 0 ? [] : [part.title, ...part.facts.map(summed)];
    case "lines":
      return part.lines.length === 0 ? [] : [part.title, ...part.lines];
    case "visits":
      return part.visits.length === 0
        ? []
        : [part.title, ...part.visits.flatMap(visitTexts), ...(part.more === null ? [] : ["", part.more])];
    case "tickets":
      return [part.title, part.note];
    case "button":
      return part.link === null ? [] : [`${part.label}: ${part.link}`];
  }
}

function visitTexts({ show, details, link, linkLabel }: Extract<MailBlock, { block: "visits" }>["visits"][number]): string[] {
  const { title, time, zone, place } = wordsOfShow(show);
  return ["", title, time, zone, place, ...details, ...(link === null ? [] : [`${linkLabel}: ${link}`])];
}
