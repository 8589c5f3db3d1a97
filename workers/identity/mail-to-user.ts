import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { MailKind } from "../../contracts/mails.ts";
import type { Ctx } from "../platform/context.ts";
import { mails } from "../platform/mail-outbox.ts";
import { users } from "./tables.ts";

interface MailToUser {
  key: string;
  userId: string;
  kind: MailKind;
  payload: object;
  /** What must hold besides, e.g. that the statement before this one in the batch changed a row. */
  onlyIf: SQL;
}

export const newMailKey = (kind: MailKind): string => `${kind}:${crypto.randomUUID()}`;

/** The statement that puts a mail to this user's address into the outbox, for the batch of the change that it tells of. */
export const mailToUser = (ctx: Ctx, { key, userId, kind, payload, onlyIf }: MailToUser) =>
  ctx.db.insert(mails).select(
    sql`SELECT ${key}, ${kind}, ${ctx.tenant?.appId ?? null}, ${users.email}, ${JSON.stringify(payload)}, 'PENDING', NULL, 0, ${ctx.now()}, ${ctx.now()}
          FROM ${users} WHERE ${and(eq(users.id, userId), isNull(users.erasedAt))} AND ${onlyIf}`,
  );
