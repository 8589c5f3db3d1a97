/// <reference path="../../types/provided.d.ts" />
import type { TestProject } from "vitest/node";
import { startLocalSmtp } from "./local-smtp.ts";
import { trustedCertificate } from "./trust.ts";

/** Runs the local mail servers for as long as the tests do, and tells these where. */
export default async function testSmtp(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...smtp } = await startLocalSmtp(trustedCertificate());
  project.provide("smtp", smtp);
  return stop;
}
