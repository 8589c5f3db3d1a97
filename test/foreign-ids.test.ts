import { beforeAll, describe, expect, it } from "vitest";
import { needsKey } from "../workers/gateway/endpoint.ts";
import { newId } from "../workers/platform/ids.ts";
import { type Operation, operations, pathWith, resolved } from "./api-document.ts";
import { domainOf, furnished, type Kind, kindOfField, kindOfPath, namesAnId, ownBody, ownIdIn, type Tenant } from "./furnished.ts";
import { call } from "./harness.ts";

/** Bodies for the ids that the document's example does not show. */
const bodies: Record<string, (id: string) => object> = {
  "reserveSeat.seatId": (seatId) => ({ seatId }),
  "bookTickets.seatIds": (seatId) => ({ eventId: mine.ids.event, seatIds: [seatId] }),
  "processPayment.orderId": (orderId) => ({ orderId, token: "tok_ok" }),
  "addToCart.reservationToken": (reservationToken) => ({ reservationToken }),
  "reserveSeat.entityId": (entityId) => ({ entityId, bestAvailable: { quantity: 1 } }),
};

/** What an operation must also be asked, whatever the id in its path. */
const queries: Record<string, () => string> = {
  getChatLastSeen: () => `?userId=${mine.ids.user}`,
};

/** An id of the same shape that nobody has. */
const unknownLike = (id: string): string =>
  id
    .replace(/^(mq_rt_.).*/, (_, head: string) => head + "x".repeat(id.length - head.length))
    .replace(/(?<=^BK-\d{8}-).*/, (code) => "Z".repeat(code.length))
    .replace(/^\d{15,19}$/, (digits) => `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`)
    .replace(/[0-9A-HJKMNP-TV-Z]{26}/, newId("app").slice(4));

interface Place {
  operation: Operation;
  name: string;
  in: "path" | "query" | "body";
  kind: Kind | null | undefined;
}

const places: Place[] = operations
  .filter(({ access }) => needsKey(access))
  .flatMap((operation): Place[] => [
    ...operation.parameters
      .filter((parameter) => parameter.in === "path")
      .map(({ name }): Place => {
        const upTo = operation.path.slice(0, operation.path.indexOf(`{${name}}`) + name.length + 2);
        return { operation, name, in: "path", kind: kindOfPath[upTo] };
      }),
    ...operation.parameters
      .filter((parameter) => parameter.in === "query" && namesAnId.test(parameter.name))
      .map(({ name }): Place => ({ operation, name, in: "query", kind: kindOfField[name] })),
    ...Object.keys(operation.body?.properties ?? {})
      .filter((name) => namesAnId.test(name))
      .map((name): Place => ({ operation, name, in: "body", kind: kindOfField[name] })),
  ]);

it("every id that a route takes says to what it leads", () => {
  // A new kind of id: add it to `kindOfPath` or `kindOfField`, and one of its things to `furnished`.
  expect(places.filter(({ kind }) => kind === undefined).map(({ operation, name }) => `${operation.operationId}.${name}`)).toEqual([]);
});

let mine: Tenant;
let theirs: Tenant;
beforeAll(async () => {
  [mine, theirs] = await Promise.all([furnished(), furnished()]);
});

async function ask({ operation, ...place }: Place, id: string, as: "server" | "user") {
  const { method, path, body, operationId, access } = operation;
  const query = place.in === "query" ? `?${place.name}=${id}` : (queries[operationId]?.() ?? "");
  const person = mine.people[domainOf(path)];
  const own = pathWith(path, (name) => (place.in === "path" && name === place.name ? id : ownIdIn(mine, path, name)));
  const tried = resolved(body?.properties?.[place.name] ?? {}).type === "array" ? [id] : id;
  const withId = () => ({ ...ownBody(mine, operation), ...(place.in === "body" && { [place.name]: tried }) });
  const attempt = () =>
    call(method, own + query, {
      ...(as === "server" ? { server: person.app } : { user: person }),
      ...(access === "socket" && { headers: { upgrade: "websocket" } }),
      ...(body && { body: bodies[`${operationId}.${place.name}`]?.(id) ?? withId() }),
    });
  let answer = await attempt();
  // The limits of some routes are narrower than this test is quick.
  while (answer.status === 429) {
    await scheduler.wait(300);
    answer = await attempt();
  }
  return { status: answer.status, body: JSON.stringify(answer.body).replaceAll(id, "ID") };
}

const callersOf: Partial<Record<Operation["access"], ("server" | "user")[]>> = {
  secret: ["server"],
  user: ["user"],
};

/** Where a server alone is nobody: it is refused before anything is looked for. */
const forPeople = ["openRoomSocket", "addToCart"];

describe("another tenant's thing answers as nobody's does, to the byte", () => {
  for (const place of places.filter(({ kind }) => kind)) {
    const { operation, name } = place;
    const callers = forPeople.includes(operation.operationId) ? (["user"] as const) : callersOf[operation.access];
    for (const as of callers ?? (["server", "user"] as const)) {
      it(`${operation.method} ${operation.path} with ${name}, as a ${as}`, async () => {
        const foreign = theirs.ids[place.kind ?? "event"];
        const [found, unknown] = [await ask(place, foreign, as), await ask(place, unknownLike(foreign), as)];
        expect(found).toEqual(unknown);
        if (place.in !== "query" && place.kind !== "refreshToken") expect([found.status, found.body]).toEqual([404, found.body]);
        else expect(found.body).not.toContain(theirs.ids.user);
      });
    }
  }
});
