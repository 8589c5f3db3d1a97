/** Where a restore keeps the triggers that it has put aside. As long as it is there, a restore has begun and not come to its end. */
export const triggerTable = "restore_triggers";

/** Whether a restore has begun to write and has not come to its end: nothing may run by the clock then, for it would act on half of the facts. */
export async function isHalfRestored(env: Env): Promise<boolean> {
  return (await env.DB.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").bind(triggerTable).first()) !== null;
}
