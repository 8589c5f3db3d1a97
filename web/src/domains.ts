import type { Domain } from "../../contracts/tenants.ts";

export type { Domain };
/** How a domain is spelled in paths, of the API and of the pages alike. */
export type Kind = "events" | "movies" | "buses";
/** How a domain is spelled in `?d=`. */
export type DomainParam = "event" | "movie" | "bus";

interface DomainWords {
  kind: Kind;
  param: DomainParam;
  many: string;
  front: string;
}

export const domainWords: Record<Domain, DomainWords> = {
  EVENT: { kind: "events", param: "event", many: "On stage", front: "Stage" },
  MOVIE: { kind: "movies", param: "movie", many: "Films", front: "Screen" },
  BUS: { kind: "buses", param: "bus", many: "Buses", front: "Front" },
};

export const allDomains: readonly Domain[] = ["EVENT", "MOVIE", "BUS"];

export function domainOfKind(kind: string): Domain | undefined {
  return allDomains.find((domain) => domainWords[domain].kind === kind);
}

export function domainOfParam(param: unknown): Domain | undefined {
  return allDomains.find((domain) => domainWords[domain].param === param);
}

/** The domain that a listing's id names by its prefix. */
export function domainOfListing(id: string): Domain {
  if (id.startsWith("mov_")) return "MOVIE";
  return id.startsWith("bus_") ? "BUS" : "EVENT";
}
