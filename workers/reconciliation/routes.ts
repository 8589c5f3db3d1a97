import { LedgerRebuilding, RebuildLedger } from "../../contracts/ledger-rebuild.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { rebuildLedger } from "./rebuild-ledger.ts";

export const ledgerRoutes = new Endpoints("Admin");

ledgerRoutes.post(
  "/api/v1/admin/ledger/rebuild",
  {
    operationId: "rebuildLedger",
    summary: "Have showtimes tell the database everything anew",
    description:
      "One showtime, or a page of an app's or of all: ask again with `next` as `after` until it is null. Nothing is deleted first, sales and lists go on, and each showtime goes on by itself in the background. One that the database has lost is named together with its app.",
    access: "admin",
    body: RebuildLedger,
    answer: LedgerRebuilding,
    errors: ["SHOWTIME_NOT_FOUND"],
  },
  async (ctx, { body }) => ({ rebuild: await rebuildLedger(ctx, body) }),
);
