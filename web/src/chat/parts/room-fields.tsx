import type { ChatRoom } from "../../../../contracts/chat.ts";
import { limits } from "../../../../contracts/limits.ts";
import { ChoiceField } from "../../admin/parts/choice-field.tsx";
import { Field } from "../../parts/field.tsx";

export type RoomDraft = Pick<ChatRoom, "name" | "description" | "visibility">;

interface RoomFieldsProps {
  draft: RoomDraft;
  onChange: (changes: Partial<RoomDraft>) => void;
  /** Of a room that is being made: its name comes first. */
  autoFocus?: boolean;
}

/** What an owner says of a room, as it is made and later on. */
export function RoomFields({ draft, onChange, autoFocus = false }: RoomFieldsProps) {
  return (
    <>
      <Field
        label="Name"
        value={draft.name}
        maxLength={limits.nameCharsMax}
        isRequired
        autoFocus={autoFocus}
        onChange={(name) => onChange({ name })}
      />
      <Field label="What it is about" value={draft.description} maxLength={1000} onChange={(description) => onChange({ description })} />
      <ChoiceField
        label="Who may come in"
        value={draft.visibility}
        choices={{ PUBLIC: "Everybody", PRIVATE: "Whoever is invited" }}
        onChange={(visibility) => onChange({ visibility })}
      />
    </>
  );
}
