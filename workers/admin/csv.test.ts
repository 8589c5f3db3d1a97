import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { buy, openHouse, seatAt } from "../../test/box-office.ts";
import { adminHeaders, makeUser, origin } from "../../test/harness.ts";
import { csvLine, csvLines } from "../gateway/csv.ts";

async function file(path: string, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(new Request(`${origin}${path}`, { headers: { ...(await adminHeaders()), ...headers } }));
  return { response, lines: parseCsv(await response.text()) };
}

describe("a line of a file", () => {
  it("is quoted as RFC 4180 says", () => {
    expect(csvLine(["plain", 'say "no"', "a,b", "two\r\nlines", "", null, 4200, -3, true])).toBe(
      'plain,"say ""no""","a,b","two\r\nlines",,,4200,-3,true\r\n',
    );
  });

  it("holds no formula, whatever people are called", () => {
    const names = ["=1+1", "+43 1", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example")'];
    const [cells = []] = parseCsv(csvLine(names));
    expect(cells).toEqual(names.map((name) => `'${name}`));
  });
});

describe("the administrator's files", () => {
  it("have the bookings of a list with its filters, and are attachments", async () => {
    const house = await openHouse(3);
    const buyer = await makeUser(house.app, { name: '=cmd|"/C calc"!A0' });
    await buy(buyer, [seatAt(house, 0), seatAt(house, 1)]);
    await buy(buyer, [seatAt(house, 2)]);
    const path = `/api/v1/admin/bookings?appId=${house.app.appId}&limit=1`;
    const { response, lines } = await file(`${path}&format=csv`);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="bookings-\d{4}-\d\d-\d\d\.csv"$/);
    const [columns = [], ...bookings] = lines;
    expect(bookings).toHaveLength(2);
    const cell = (row: number, name: string) => bookings[row]?.[columns.indexOf(name)];
    expect([cell(0, "seatCount"), cell(1, "seatCount")]).toEqual(["1", "2"]);
    expect(cell(1, "seats")).toBe("Stalls A A1; Stalls A A2");
    expect(cell(0, "userName")).toBe(`'=cmd|"/C calc"!A0`);
    expect((await file(path, { accept: "text/csv" })).lines).toEqual(lines);
  });

  it("end at the named maximum of rows, and read no further", async () => {
    const pageRows = 4999;
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked++;
        yield Array.from({ length: pageRows }, (_, row) => [row]);
      }
    }
    const text = await new Response(csvLines(["row"], endless(), () => {})).text();
    expect(text.split("\r\n")).toHaveLength(limits.csvRowsMax + 2);
    expect(asked).toBe(Math.ceil(limits.csvRowsMax / pageRows));
  });

  it("break off for the reader when a page cannot be read", async () => {
    const told: unknown[] = [];
    async function* broken() {
      yield [[1]];
      throw new Error("the database is away");
    }
    await expect(new Response(csvLines(["n"], broken(), (error) => told.push(error))).text()).rejects.toThrow("away");
    expect(told).toHaveLength(1);
  });

  it("are read page by page to their end", async () => {
    const appId = `app_${crypto.randomUUID()}`;
    const rows = 1203;
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
       INSERT INTO audit_log (at, app_id, actor, action, subject, request_id, after)
       SELECT 1000 + i / 7, ?, 'system', 'test.made', 's' || i, 'r', json_object('n', i) FROM n`,
    )
      .bind(appId)
      .run();
    const { lines } = await file(`/api/v1/admin/audit?appId=${appId}&format=csv`);
    const subjects = lines.slice(1).map((line) => line[5]);
    expect(subjects).toHaveLength(rows);
    expect(new Set(subjects).size).toBe(rows);
    expect(subjects[0]).toBe(`s${rows}`);
  });

  it("have everybody that a search finds", async () => {
    const house = await openHouse(1);
    const user = await makeUser(house.app, { name: "+Plus" });
    const { lines } = await file(`/api/v1/admin/users?q=${encodeURIComponent(user.email)}&format=csv`);
    expect(lines).toHaveLength(2);
    expect(lines[1]?.slice(0, 4)).toEqual([user.userId, user.email, user.email.split("@")[0], "'+Plus"]);
  });
});

/** RFC 4180, strictly: CRLF ends every line, quotes are doubled, and only quoted fields hold commas, quotes or breaks. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error("this is not RFC 4180");
    const [, quoted, plain = "", end] = match;
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}
