import { isMigrated, type Migration, migrate } from "./migrate.ts";

/** An object's SQLite that is set up by the first who writes: an object where nobody ever wrote anything leaves no database behind. */
export class LazyStorage {
  readonly #storage: DurableObjectStorage;
  readonly #migrations: readonly Migration[];
  #isSetUp: boolean;

  constructor(storage: DurableObjectStorage, migrations: readonly Migration[]) {
    this.#storage = storage;
    this.#migrations = migrations;
    this.#isSetUp = isMigrated(storage);
    if (this.#isSetUp) migrate(storage, migrations);
  }

  get isSetUp(): boolean {
    return this.#isSetUp;
  }

  /** For whoever is about to write something down. */
  setUp(): SqlStorage {
    if (!this.#isSetUp) migrate(this.#storage, this.#migrations);
    this.#isSetUp = true;
    return this.#storage.sql;
  }

  /** The rows of a query, or of a change of what is there; none where nothing was ever written. */
  rows<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Row[] {
    return this.#isSetUp ? this.#storage.sql.exec<Row>(query, ...bindings).toArray() : [];
  }
}
