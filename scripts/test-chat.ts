import { sleepsWhileIdle } from "./chat/idle.ts";
import { losesNothing } from "./chat/lossless.ts";
import { saysOnce } from "./chat/once.ts";
import { ChatPlatform } from "./chat/platform.ts";

// npm run test:chat: starts the platform and does to its chat what must not harm it, all at the same time: cuts connections, says the same thing a hundred
// times at once, kills everything in the middle, and leaves two hundred sockets alone to see whether anything runs for them. CHAT_JOURNEYS chooses some.

const journeys: Record<string, (platform: ChatPlatform, say: (what: string) => void) => Promise<void>> = {
  "says-once": saysOnce,
  "sleeps-while-idle": sleepsWhileIdle,
  "loses-nothing": losesNothing,
};

const startedAt = Date.now();
const chosen = process.env.CHAT_JOURNEYS?.split(",") ?? Object.keys(journeys);
const say = (what: string) => console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${what}`);
let passed = 0;
let failed = 0;
const platform = await ChatPlatform.start(say);
try {
  say("the platform runs");
  const under = Object.entries(journeys).filter(([name]) => chosen.includes(name));
  platform.expect(under.length);
  await Promise.all(under.map(([name, journey]) => travel(name, journey)));
} finally {
  await platform.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function travel(name: string, journey: (typeof journeys)[string]): Promise<void> {
  try {
    await journey(platform, (what) => say(`${name}: ${what}`));
    say(`✓ ${name}`);
    passed++;
  } catch (error) {
    console.log(`✗ chat: ${name}`);
    console.error(error instanceof Error ? error.message : error);
    failed++;
    platform.givenUp();
  }
}
