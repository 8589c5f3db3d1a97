export interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Takes one token. A bucket holds `burst` and gains `perSecond`. Time that steps back counts as standing still.
 * `resetSeconds`: until the next call passes; 0 while tokens are left.
 */
export function takeToken(
  bucket: Bucket | null,
  burst: number,
  perSecond: number,
  nowMs: number,
): { bucket: Bucket; allowed: boolean; remaining: number; resetSeconds: number } {
  const atMs = Math.max(nowMs, bucket?.atMs ?? nowMs);
  const tokens = bucket === null ? burst : Math.min(burst, bucket.tokens + ((atMs - bucket.atMs) / 1000) * perSecond);
  const allowed = tokens >= 1;
  const left = allowed ? tokens - 1 : tokens;
  return {
    bucket: { tokens: left, atMs },
    allowed,
    remaining: Math.floor(left),
    resetSeconds: left >= 1 ? 0 : (1 - left) / perSecond,
  };
}
