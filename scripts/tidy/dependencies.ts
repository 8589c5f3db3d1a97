import type { Finding, SourceFile } from "./source-files.ts";

interface Dependencies {
  manifest: { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
  lock: { packages: Record<string, { version?: string }> };
  /** The files of docs/decisions. */
  decisions: readonly SourceFile[];
}

/** Dependencies that are not pinned, not decided on, or there twice. */
export function dependencyFindings({ manifest, lock, decisions }: Dependencies): Finding[] {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  const findings: Finding[] = [];
  for (const [name, version] of all) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
      findings.push({
        path: "package.json",
        what: `takes ${name} ${version}`,
        mend: "Pin the exact version: what was tested is what gets installed.",
      });
    }
    if (!decisions.some(({ text }) => text.includes(`\`${name}\``))) {
      findings.push({
        path: "docs/decisions",
        what: `does not name ${name}`,
        mend: "Say in one line why it is worth having, or do without it.",
      });
    }
  }
  const runtimes = Object.keys(lock.packages).filter((path) => /(^|\/)node_modules\/workerd$/.test(path));
  if (runtimes.length !== 1) {
    findings.push({
      path: "package-lock.json",
      what: `has ${runtimes.length} copies of workerd (${runtimes.join(", ")})`,
      mend: "Move wrangler and @cloudflare/vitest-plugin together: each release of the plugin wants one exact wrangler.",
    });
  }
  return findings;
}
