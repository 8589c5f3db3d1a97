import { z } from "zod";
import { pageOf } from "./envelope.ts";
import { Role } from "./identity.ts";
import { Time } from "./values.ts";

const organizerExample = {
  userId: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  username: "ada",
  name: "Ada Lovelace",
  role: "ORGANIZER",
  since: "2026-11-21T09:00:00.000Z",
};

/** What somebody is in one app. `since`: when the app named them an organizer; null if it did not, also where everybody is one. */
export const Organizer = z
  .object({ userId: z.string(), username: z.string(), name: z.string(), role: Role, since: Time.nullable() })
  .meta({ id: "Organizer", example: organizerExample });
export type Organizer = z.infer<typeof Organizer>;

export const OrganizerAnswer = z.object({ organizer: Organizer }).meta({ example: { organizer: organizerExample } });

export const OrganizerPage = pageOf(Organizer).meta({ id: "OrganizerPage", example: { items: [organizerExample], nextCursor: null } });
