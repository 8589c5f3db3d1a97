/** Waits until it is so. Throws with `what` and, where given, how far it has come, if that takes longer than so many seconds. */
export async function until(what: string, seconds: number, isSo: () => boolean | Promise<boolean>, found?: () => string): Promise<void> {
  const giveUpAt = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${seconds} s${found === undefined ? "" : `; ${found()}`}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
