import type { JSONWebKeySet } from "jose";
import type { Expected } from "./decide-offline.ts";
import type { Scan } from "./scan-queue.ts";

/** What a gate needs to go on without a connection. Tickets and seats only: nobody's name is kept on a device. */
export interface GateFacts {
  showtimeId: string;
  title: string;
  startsAt: string;
  timeZone: string;
  keys: JSONWebKeySet;
  list: Map<string, Expected> | null;
  listedAt: string | null;
}

let opened: Promise<IDBDatabase> | undefined;

/** The gate's own database, opened once. */
function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("marquee-gate", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts", { keyPath: "showtimeId" });
      request.result.createObjectStore("scans", { keyPath: "key" }).createIndex("showtime", "showtimeId");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function ask<Result>(
  store: "facts" | "scans",
  mode: IDBTransactionMode,
  of: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const transaction = (await database()).transaction(store, mode);
  const request = of(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** What this gate knows of a showtime, from before a reload too. */
export const readFacts = (showtimeId: string): Promise<GateFacts | undefined> => ask("facts", "readonly", (store) => store.get(showtimeId));

export const keepFacts = (facts: GateFacts): Promise<unknown> => ask("facts", "readwrite", (store) => store.put(facts));

/** All scans of a showtime that let somebody in here. */
export const readScans = (showtimeId: string): Promise<Scan[]> =>
  ask("scans", "readonly", (store) => store.index("showtime").getAll(showtimeId));

/** Resolves when it is on disk: only then has the gate let somebody in. */
export const keepScan = (scan: Scan): Promise<unknown> => ask("scans", "readwrite", (store) => store.put(scan));
