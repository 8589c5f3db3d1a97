import { Erased, EraseMe } from "../../contracts/users.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { respond } from "../gateway/respond.ts";
import { clearCookie } from "../identity/session-cookie.ts";
import { eraseMe } from "./erase-me.ts";
import { exportUser } from "./export-user.ts";

/** What somebody may ask about all that every domain keeps of them. It stands above the domains, because it needs them all. */
export const personalDataRoutes = new Endpoints("Users", "identity");

personalDataRoutes.get(
  "/api/v1/users/me/export",
  {
    operationId: "exportMe",
    summary: "All that is kept of whoever is signed in, as a file",
    description:
      "JSON without the envelope: `exportedAt`, `userId`, then a list each of `profile`, `sessions`, `bookings`, `payments` and the rest, and `truncated`, the names of those that were too long to be whole.",
    access: "user",
    answer: { mediaType: "application/json", description: "The file." },
    style: "raw",
  },
  async (ctx, _input, c) =>
    respond(c, await exportUser(ctx), 200, {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="marquee-data.json"',
      "cache-control": "no-store",
    }),
);

personalDataRoutes.delete(
  "/api/v1/users/me",
  {
    operationId: "eraseMe",
    summary: "Erase whoever is signed in",
    description:
      "Needs the password, or a log-in within the last 15 minutes. Bookings and payments stay in the ledger, under an id that leads to nobody; all else goes, sessions end everywhere, address and username are free again.",
    access: "user",
    body: EraseMe,
    answer: Erased,
    errors: ["BAD_CREDENTIALS", "ACCOUNT_LOCKED", "PASSWORD_REQUIRED"],
  },
  async (ctx, { body }, c) => {
    const erased = await eraseMe(ctx, body);
    clearCookie(c, ctx);
    return erased;
  },
);
