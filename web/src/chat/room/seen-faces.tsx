import { facesMax } from "../core/seen-by.ts";
import { hueOf } from "../parts/hue.ts";
import { usePeople } from "../use-chat.ts";

/** The faces of those who have read up to here. */
export function SeenFaces({ userIds, nameOf }: { userIds: readonly string[]; nameOf: (userId: string) => string }) {
  const people = usePeople();
  const names = userIds.map(nameOf).join(", ");
  const shown = userIds.slice(0, facesMax);
  return (
    <p className="mt-1 flex items-center self-end pl-2" title={`Seen by ${names}`}>
      <span className="sr-only">Seen by {names}</span>
      {shown.map((userId) => {
        const person = people.get(userId);
        return (
          <span
            key={userId}
            aria-hidden="true"
            style={hueOf(userId)}
            className="who-dot -ml-1 grid size-4.5 place-items-center overflow-hidden rounded-full border border-ground text-[0.5625rem] leading-none font-bold"
          >
            {person?.avatarUrl ? (
              <img src={person.avatarUrl} alt="" referrerPolicy="no-referrer" className="size-full object-cover" />
            ) : (
              (person?.name ?? "?").charAt(0).toUpperCase()
            )}
          </span>
        );
      })}
      {userIds.length > facesMax ? (
        <span aria-hidden="true" className="ml-1 text-xs text-quiet">
          +{userIds.length - facesMax}
        </span>
      ) : null}
    </p>
  );
}
