import type { AdmissionMessage } from "../../../contracts/box-office.ts";
import type { Ctx } from "../../platform/context.ts";

/** Has the next ticket holders of a showtime let into its room. Never throws: what the queue did not take, the sweep asks for again. */
export async function askForAdmission(ctx: Ctx, showtimeId: string): Promise<void> {
  const message: AdmissionMessage = { type: "box-office.admit", showtimeId };
  await ctx.env.EVENTS.send(message).catch((error: unknown) =>
    ctx.log.error("ticket holders wait for the sweep to be let into their room", error, { showtime: showtimeId }),
  );
}
