import init from "../../migrations/inbox/0001_init.sql";
import morePlaces from "../../migrations/inbox/0002_more_places.sql";
import notifications from "../../migrations/inbox/0003_notifications.sql";
import { isMigrated, type Migration, migrate } from "../migrate.ts";

const migrations: readonly Migration[] = [
  ["0001_init", init],
  ["0002_more_places", morePlaces],
  ["0003_notifications", notifications],
];

/** An inbox's SQLite. Somebody who never had a socket and was never told anything leaves no database behind. */
export class InboxStorage {
  readonly #storage: DurableObjectStorage;
  #isSetUp: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#isSetUp = isMigrated(storage);
    if (this.#isSetUp) migrate(storage, migrations);
  }

  get isSetUp(): boolean {
    return this.#isSetUp;
  }

  /** For whoever is about to write something down. */
  setUp(): SqlStorage {
    if (!this.#isSetUp) migrate(this.#storage, migrations);
    this.#isSetUp = true;
    return this.#storage.sql;
  }

  /** Reads, or changes what is there: of an inbox that has no database, nothing. */
  rows<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: (string | number)[]): Row[] {
    return this.#isSetUp ? this.#storage.sql.exec<Row>(query, ...bindings).toArray() : [];
  }
}
