import type { EnterResult, MembersJob, TalkResult } from "../job.ts";
import { Audience } from "./audience.ts";

// The members of every room are a process of their own, so that their processor time is in nobody's account.

const audiences = new Map<string, Audience>();

process.on("disconnect", () => process.exit());
process.on("message", async (job: MembersJob) => {
  const answer = await run(job).catch((error: unknown) => ({ error: String(error) }));
  process.send?.(answer);
});
process.send?.("ready");

async function run(job: MembersJob): Promise<EnterResult | TalkResult> {
  switch (job.kind) {
    case "enter": {
      const startedAt = performance.now();
      const audience = new Audience(job.dialect, job.seats);
      audiences.set(job.room, audience);
      await audience.enter();
      return { seconds: (performance.now() - startedAt) / 1000 };
    }
    case "talk":
      return audienceOf(job.room).talk(job.perSecond, job.seconds);
    case "leave":
      await audienceOf(job.room).leave();
      audiences.delete(job.room);
      return { seconds: 0 };
  }
}

function audienceOf(room: string): Audience {
  const audience = audiences.get(room);
  if (audience === undefined) throw new Error(`nobody is in ${room}`);
  return audience;
}
