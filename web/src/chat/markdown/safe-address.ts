const schemes = new Set(["https:", "http:", "mailto:"]);

/** An address that a link may lead to, or undefined. */
export function safeAddress(raw: string): string | undefined {
  try {
    const url = new URL(raw);
    return schemes.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
