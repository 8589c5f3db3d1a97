/** A whole number from 0 to `below` − 1, each as likely as any other, that nobody can foresee: what is left over of 2³² is drawn again. */
export function randomBelow(below: number): number {
  const fair = 2 ** 32 - (2 ** 32 % below);
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < fair) return drawn % below;
  }
}
