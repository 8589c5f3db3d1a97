import type { Domain } from "../../../../../contracts/tenants.ts";

export const domainNames: Record<Domain, string> = { EVENT: "Events", MOVIE: "Movies", BUS: "Buses" };
