import type { Told } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";
import type { JobStep } from "../../platform/job.ts";
import { announceMails, mailStatements } from "../mail-statements.ts";
import { choicesOf } from "../preferences/read.ts";
import { fridayKey, fridayMailTo } from "./friday-mail.ts";
import { endOfWeekend } from "./friday-periods.ts";
import type { Placed } from "./people.ts";
import { pushAll } from "./push-all.ts";
import { linksTo, webApps } from "./web-links.ts";
import { weeksAhead } from "./week-ahead.ts";
import { weekendShows } from "./weekend-shows.ts";

type Reminded = Pick<JobStep, "report" | "statements" | "afterwards">;

interface Friday {
  week: string;
  people: readonly Placed[];
  /** Whether an inbox that cannot be reached is passed over. */
  letGo: boolean;
}

/**
 * Friday's mail and push to each of these people, once a week by their keys. The pushes are made; the mails are statements for the transaction of whoever asks,
 * and on their way by `afterwards`. Throws if an inbox fails, unless it is let go.
 */
export async function remindOfFriday(ctx: Ctx, { week, people, letGo }: Friday): Promise<Reminded> {
  if (people.length === 0) return {};
  const ids = people.map(({ id }) => id);
  const [ahead, apps, byMail, inApp, ofWeekend] = await Promise.all([
    weeksAhead(ctx, people, week),
    webApps(ctx),
    choicesOf(ctx.db, ids, "reminders", "mail"),
    choicesOf(ctx.db, ids, "reminders", "inApp"),
    choicesOf(ctx.db, ids, "weekend", "mail"),
  ]);
  const curious = people.filter(({ id }) => ofWeekend.get(id)).map(({ id, timeZone }) => ({ id, until: endOfWeekend(week, timeZone) }));
  const weekendOf = curious.length === 0 ? () => [] : await weekendShows(ctx, curious, apps);
  const linkTo = linksTo(ctx.env, apps);
  const mails = people.flatMap((person) => {
    const { id } = person;
    const own = byMail.get(id) ? (ahead.get(id) ?? null) : null;
    return fridayMailTo({ person, week, ahead: own, weekend: ofWeekend.get(id) ? weekendOf(id) : [], linkTo }) ?? [];
  });
  const told = people.flatMap(({ id }): Told[] => {
    const seven = ahead.get(id);
    const [first] = seven?.rows ?? [];
    if (seven === undefined || first === undefined || !inApp.get(id)) return [];
    const at = new Date(ctx.now()).toISOString();
    return [
      {
        userId: id,
        push: { id: fridayKey(id, week), type: "reminder.friday", appId: first.appId, at, data: { week, visits: seven.count } },
      },
    ];
  });
  const failed = await pushAll(ctx, told, letGo);
  return {
    report: { mails: mails.length, pushes: told.length - failed, ...(failed > 0 && { notTold: failed }) },
    statements: mailStatements(ctx.env, mails, ctx.now()),
    afterwards: () => announceMails(ctx.env, mails),
  };
}
