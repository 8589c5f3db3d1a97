/// <reference path="../../types/provided.d.ts" />
import type { TestProject } from "vitest/node";
import { startReceiver } from "./receiver.ts";

/** Runs two receivers of webhooks for as long as the tests do: one that the platform may reach, and one at an address that is refused. */
export default async function testReceivers(project: TestProject): Promise<() => Promise<void>> {
  const [open, forbidden] = await Promise.all([startReceiver(), startReceiver()]);
  project.provide("webhookReceiver", open.issuer);
  project.provide("forbiddenReceiver", forbidden.issuer);
  return async () => {
    await Promise.all([open.stop(), forbidden.stop()]);
  };
}
