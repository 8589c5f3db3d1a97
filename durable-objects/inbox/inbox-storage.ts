import init from "../../migrations/inbox/0001_init.sql";
import morePlaces from "../../migrations/inbox/0002_more_places.sql";
import notifications from "../../migrations/inbox/0003_notifications.sql";
import { LazyStorage } from "../lazy-storage.ts";

/** An inbox's SQLite. */
export class InboxStorage extends LazyStorage {
  constructor(storage: DurableObjectStorage) {
    super(storage, [
      ["0001_init", init],
      ["0002_more_places", morePlaces],
      ["0003_notifications", notifications],
    ]);
  }
}
