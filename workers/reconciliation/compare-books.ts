import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { type Books, booksOfApp, differenceOf } from "./books.ts";
import type { Finding, PartStep } from "./finding.ts";

const movingMs = 2 * 60_000;
const secondLookMs = 1000;

/**
 * Whether all money that apps took is in bookings, in orders, or went back: BOOKS_DIFFER. A difference counts if what is in flight does not explain it, and if it
 * is the same a second later. `place`: the last app's id.
 */
export async function compareBooks(ctx: Ctx, place: string | null): Promise<PartStep<string>> {
  const { results } = await ctx.env.DB.prepare("SELECT id FROM apps WHERE id > ? ORDER BY id LIMIT ?")
    .bind(place ?? "", limits.appsReconciledInPage)
    .all<{ id: string }>();
  const apps = results.map(({ id }) => id);
  return {
    next: apps.length < limits.appsReconciledInPage ? null : (apps.at(-1) ?? null),
    done: apps.length,
    findings: await compareBooksOf(ctx, apps),
  };
}

/** The books of these apps. */
export async function compareBooksOf(ctx: Ctx, apps: readonly string[]): Promise<Finding[]> {
  const first = await unexplained(ctx, apps);
  if (first.length === 0) return [];
  await scheduler.wait(secondLookMs);
  const second = await unexplained(
    ctx,
    first.map(({ appId }) => appId),
  );
  const isSame = (books: AppBooks) => (other: AppBooks) =>
    other.appId === books.appId && other.currency === books.currency && differenceOf(other) === differenceOf(books);
  return second.filter((books) => first.some(isSame(books))).map(foundOf);
}

type AppBooks = Books & { appId: string };

function foundOf(books: AppBooks): Finding {
  const { appId, currency, captured, refunded, bookings, merchandise } = books;
  const parts = `${captured} taken, ${refunded} refunded, ${bookings} in bookings, ${merchandise} in products`;
  return { kind: "BOOKS_DIFFER", subject: appId, detail: `${parts}: ${differenceOf(books)} ${currency} too much`, healed: false };
}

async function unexplained(ctx: Ctx, apps: readonly string[]): Promise<AppBooks[]> {
  const found: AppBooks[] = [];
  for (const appId of new Set(apps)) {
    const { results } = await booksOfApp(ctx.env.DB, appId, ctx.now() - movingMs).all<Books>();
    for (const books of results) if (Math.abs(differenceOf(books)) > books.inFlight) found.push({ ...books, appId });
  }
  return found;
}
