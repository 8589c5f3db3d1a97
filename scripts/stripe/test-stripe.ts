/// <reference path="../../types/provided.d.ts" />
import type { TestProject } from "vitest/node";
import { startLocalStripe } from "./local-stripe.ts";

/** Runs the local Stripe for as long as the tests do, and tells these where. */
export default async function testStripe(project: TestProject): Promise<() => Promise<void>> {
  const { issuer, stop } = await startLocalStripe();
  project.provide("stripeUrl", issuer);
  return stop;
}
