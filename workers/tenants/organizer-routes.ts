import { z } from "zod";
import { PageQuery } from "../../contracts/envelope.ts";
import { OrganizerAnswer, OrganizerPage } from "../../contracts/organizers.ts";
import { Id } from "../../contracts/values.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { dismissOrganizer } from "./dismiss-organizer.ts";
import { nameOrganizer } from "./name-organizer.ts";
import { listOrganizers } from "./read-organizers.ts";

export const organizerRoutes = new Endpoints("Organizers", "organizers");

const params = z.strictObject({ userId: Id });

organizerRoutes.get(
  "/api/v1/organizers",
  {
    operationId: "listOrganizers",
    summary: "Whom this app has named organizers",
    description: "Where the app has `openOrganizers`, everybody else who signs in is one too.",
    access: "secret",
    query: PageQuery,
    answer: OrganizerPage,
  },
  (ctx, { query }) => listOrganizers(ctx, query),
);

organizerRoutes.put(
  "/api/v1/organizers/{userId}",
  {
    operationId: "nameOrganizer",
    summary: "Make a user an organizer of this app",
    description: "Of somebody who has signed in at this app. They may at once; their tokens say so from the next refresh on.",
    access: "secret",
    params,
    answer: OrganizerAnswer,
    errors: ["USER_NOT_FOUND"],
  },
  async (ctx, input) => ({ organizer: await nameOrganizer(ctx, input.params) }),
);

organizerRoutes.delete(
  "/api/v1/organizers/{userId}",
  {
    operationId: "dismissOrganizer",
    summary: "Make an organizer a plain user again",
    description: "From the next request on. Their listings stay, and the secret key goes on managing them.",
    access: "secret",
    params,
    answer: OrganizerAnswer,
    errors: ["USER_NOT_FOUND"],
  },
  async (ctx, input) => ({ organizer: await dismissOrganizer(ctx, input.params) }),
);
