import { pick } from "./random.ts";

/** What stands in place of a value, each known to have broken somebody's server. */
const nasty: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1,
  1.5,
  1e21,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  0.1 + 0.2,
  "",
  " ",
  "0",
  "-1",
  "1e21",
  "NaN",
  "null",
  "undefined",
  "[object Object]",
  "__proto__",
  "constructor",
  "toString",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "\u202e\u2066",
  "\ufeff",
  "a\r\nSet-Cookie: x=1",
  "e\u0301".repeat(200),
  "👩‍👩‍👧‍👦".repeat(50),
  "ﷺ".repeat(100),
  "x".repeat(5000),
  "' OR 1=1 --",
  '"; DROP TABLE users; --',
  '" NEAR(a b) OR *',
  "%",
  "_",
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A0",
  "../../etc/passwd",
  "%00%2e%2e%2f",
  "javascript:alert(1)",
  "https://[::1]:99999999/",
  "http://169.254.169.254/",
  "2026-02-30T00:00:00Z",
  "2026-13-45T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "0000-00-00T00:00:00Z",
  "9999-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00Z",
  "2027-01-15T18:30:00+24:00",
  "ZZZ",
  "BTC",
  "eur",
  "Mars/Olympus",
  "Etc/GMT+25",
  "../UTC",
  "evt_",
  "sea_0000000000000000000000000A_99999999999999999999",
  [],
  [null],
  [[]],
  [[], []],
  Array.from({ length: 1001 }, (_, at) => at),
  {},
  { length: 1e9 },
  { toString: "x" },
  { $ne: null },
];

type Path = (string | number)[];

/** Every place in a value that can be changed, the value itself too. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}

const without = Symbol("without");

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.flatMap((item, at) => (String(at) === key ? replacedItem(item, rest, by) : [item]));
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, inner]) => {
      const changed = name === key ? replaced(inner, rest, by) : inner;
      return changed === without ? [] : [[name, changed]];
    }),
  );
}

function replacedItem(item: unknown, rest: Path, by: unknown): unknown[] {
  const changed = replaced(item, rest, by);
  return changed === without ? [] : [changed];
}

/** A value in which one to three places are something else, doubled, or gone. */
export function mutate(random: () => number, value: unknown): unknown {
  let changed = value;
  const times = random() < 0.7 ? 1 : 3;
  for (let time = 0; time < times; time++) {
    const place = pick(random, placesIn(changed));
    const by = random() < 0.15 && place.length > 0 ? without : pick(random, nasty);
    changed = replaced(changed, place, by);
  }
  return changed;
}

export const nastyStrings = nasty.filter((value): value is string => typeof value === "string" && value.length < 1000);
