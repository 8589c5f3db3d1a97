import type { PacedRequest } from "../load/job.ts";
import { addressOf, type Person, type World } from "./world.ts";

export type Access = "open" | "app" | "secret" | "visitor" | "user" | "userOrServer" | "organizer" | "socket" | "link" | "config" | "admin";

export interface Operation {
  operationId: string;
  method: string;
  path: string;
  access: Access;
}

/** What of a request differs from turn to turn. */
export interface Particular {
  path?: string;
  body?: unknown;
  /** Who asks, where it is not simply the next person. */
  as?: Person;
  /** The status of the answer, where it is a refusal that tells as much as a success. */
  expects?: number;
}

/** The request of one turn, by whoever the operation's access lets in; people take turns, so that nobody asks more often than they may. */
export function askOf(world: World, { method, path, access }: Operation, turn: number, particular: Particular = {}): PacedRequest {
  const { body, expects = null, as: person = personOf(world, turn) } = particular;
  return {
    method: method.toUpperCase(),
    path: particular.path ?? path,
    headers: { ...headersOf(world, access, turn, person), ...(body !== undefined && { "content-type": "application/json" }) },
    body: body === undefined ? null : JSON.stringify(body),
    expects,
  };
}

export function personOf({ people }: World, turn: number): Person {
  const person = people[turn % people.length];
  if (person === undefined) throw new Error("the world has no people");
  return person;
}

function headersOf({ office, admin, config }: World, access: Access, turn: number, person: Person): Record<string, string> {
  const server = { ...office.headers, "x-end-user-ip": addressOf(turn) };
  if (access === "admin") return { ...admin, "cf-connecting-ip": addressOf(turn) };
  if (access === "config") return { ...config, "cf-connecting-ip": addressOf(turn) };
  if (access === "open") return { "cf-connecting-ip": addressOf(turn) };
  if (access === "user" || access === "userOrServer" || access === "link" || access === "visitor")
    return { ...server, authorization: person.authorization };
  return server;
}
