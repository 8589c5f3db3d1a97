import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { Id } from "../../../contracts/values.ts";
import { JoinWaitlist, WaitlistEntry, WaitlistQuery } from "../../../contracts/waitlist.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { joinWaitlist } from "./join-waitlist.ts";
import { leaveWaitlist } from "./leave-waitlist.ts";
import { getWaitlistEntry, listWaitlist } from "./read.ts";

export const waitlistRoutes = new Endpoints("Waitlist", "bookings");

const params = z.strictObject({ id: Id });
const oneEntry = z.object({ entry: WaitlistEntry }).meta({ example: { entry: WaitlistEntry.meta()?.example } });

waitlistRoutes.post(
  "/api/v1/waitlist",
  {
    operationId: "joinWaitlist",
    summary: "Wait for seats of a showtime",
    description:
      "Seats that come free are held in the name of the first whom they suit, for ten minutes, and a mail says so; what is free already is offered at once. One wish per person and showtime.",
    access: "user",
    body: JoinWaitlist,
    answer: oneEntry,
    status: 201,
    errors: [
      "SHOWTIME_NOT_FOUND",
      "SALE_NOT_OPEN",
      "ALREADY_WAITING",
      "HOLD_LIMIT_REACHED",
      "NOT_ENOUGH_SEATS",
      "WAITLIST_FULL",
      "OVERLOADED",
    ],
  },
  async (ctx, { body }) => ({ entry: await joinWaitlist(ctx, body) }),
);

waitlistRoutes.get(
  "/api/v1/waitlist",
  {
    operationId: "listWaitlist",
    summary: "One's own entries, or all of the app's with the secret key",
    description: "`position` is 1 for whoever is next. While an entry is OFFERED, its `reservationToken` is a hold until `offerExpiresAt`.",
    access: "userOrServer",
    query: WaitlistQuery,
    answer: pageOf(WaitlistEntry).meta({ example: { items: [WaitlistEntry.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listWaitlist(ctx, query),
);

waitlistRoutes.get(
  "/api/v1/waitlist/{id}",
  {
    operationId: "getWaitlistEntry",
    summary: "An entry of a waitlist as it stands now",
    access: "userOrServer",
    params,
    answer: oneEntry,
    errors: ["WAITLIST_ENTRY_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ entry: await getWaitlistEntry(ctx, params) }),
);

waitlistRoutes.delete(
  "/api/v1/waitlist/{id}",
  {
    operationId: "leaveWaitlist",
    summary: "Leave a waitlist, or decline the seats that are offered",
    description: "Declined seats go to the next whom they suit. What has ended stays as it ended.",
    access: "userOrServer",
    params,
    answer: oneEntry,
    errors: ["WAITLIST_ENTRY_NOT_FOUND", "OVERLOADED"],
  },
  async (ctx, { params }) => ({ entry: await leaveWaitlist(ctx, params) }),
);
