import type { z } from "zod";
import { Layout } from "../../../../../contracts/venues.ts";
import { type Fault, faultsOf } from "./faults.ts";
import { type House, houseOf, layoutOf } from "./house.ts";

/** A house from text, or what is wrong with it and where. */
export type Read = { ok: true; house: House } | { ok: false; problems: string[] };

const problemsMax = 12;

/** The layout as a file: what POST /venues takes as `layout`. */
export function textOf(house: House): string {
  return `${JSON.stringify(layoutOf(house), null, 2)}\n`;
}

/** Reads a layout, or a whole venue with one. */
export function readLayout(text: string): Read {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`This is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`] };
  }
  const layout = isRecord(raw) && isRecord(raw.layout) ? raw.layout : raw;
  const parsed = Layout.safeParse(layout);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.slice(0, problemsMax).map((issue) => problemOf(issue, layout)) };
  const house = houseOf(parsed.data);
  const grave = faultsOf(house).filter((fault: Fault) => fault.isGrave);
  return grave.length === 0 ? { ok: true, house } : { ok: false, problems: grave.slice(0, problemsMax).map(({ words }) => words) };
}

/** `Section 1 “Stalls”, row 2 “B”, seat 3, number: Too small.` */
function problemOf(issue: z.core.$ZodIssue, layout: unknown): string {
  const where: string[] = [];
  let at: unknown = layout;
  const nouns: Record<string, string> = { sections: "section", rows: "row", seats: "seat" };
  let noun: string | undefined;
  for (const step of issue.path) {
    at = isRecord(at) || Array.isArray(at) ? (at as Record<PropertyKey, unknown>)[step] : undefined;
    if (typeof step === "number" && noun !== undefined) {
      where.push(`${noun} ${step + 1}${isRecord(at) && typeof at.name === "string" ? ` “${at.name}”` : ""}`);
      noun = undefined;
    } else {
      noun = nouns[String(step)];
      if (noun === undefined || step === issue.path.at(-1)) where.push(String(step));
    }
  }
  const place = where.join(", ");
  const said = `${place === "" ? "The layout" : place.charAt(0).toUpperCase() + place.slice(1)}: ${issue.message}`;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
