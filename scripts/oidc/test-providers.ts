/// <reference path="../../types/provided.d.ts" />
import type { TestProject } from "vitest/node";
import { startCrookedProvider } from "./crooked-provider.ts";
import { startLoopbackProvider } from "./loopback-provider.ts";

/** Runs both providers for as long as the tests do, and tells these where. */
export default async function testProviders(project: TestProject): Promise<() => Promise<void>> {
  const callbacks = ["loopback", "twin"].map((provider) => `http://localhost:8787/api/v1/auth/oauth/${provider}/callback`);
  const [loopback, crooked] = await Promise.all([startLoopbackProvider(callbacks), startCrookedProvider()]);
  project.provide("loopbackIssuer", loopback.issuer);
  project.provide("crookedIssuer", crooked.issuer);
  return async () => {
    await Promise.all([loopback.stop(), crooked.stop()]);
  };
}
