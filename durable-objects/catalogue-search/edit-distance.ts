/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make `b` of `a`, no letter twice (the optimal string alignment
 * distance, after Damerau 1964); more than `max` is answered as `max + 1`. `asPrefix`: to make a beginning of `b`, whichever is nearest.
 */
export function editDistance(a: string, b: string, max: number, { asPrefix = false } = {}): number {
  const [left, right] = [[...a], [...b]];
  const far = max + 1;
  if (left.length - right.length > max || (!asPrefix && right.length - left.length > max)) return far;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [i, letter] of left.entries()) {
    const row = [i + 1];
    for (const [j, other] of right.entries()) {
      let least = Math.min((last[j] ?? far) + (letter === other ? 0 : 1), (last[j + 1] ?? far) + 1, (row[j] ?? far) + 1);
      if (i > 0 && j > 0 && letter === right[j - 1] && left[i - 1] === other) least = Math.min(least, (beforeLast[j - 1] ?? far) + 1);
      row.push(least);
    }
    if (Math.min(...row) > max && Math.min(...last) > max) return far;
    [beforeLast, last] = [last, row];
  }
  const distance = asPrefix ? Math.min(...last) : (last[right.length] ?? far);
  return Math.min(distance, far);
}
