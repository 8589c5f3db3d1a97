import { Plus } from "lucide-react";
import { useId, useState } from "react";
import type { PropertyDescription } from "../../../../../contracts/configuration.ts";
import { Button } from "../../../parts/button.tsx";
import { inputStyle } from "../../../parts/field-style.ts";

interface AddPropertyProps {
  schema: readonly PropertyDescription[];
  taken: readonly string[];
  onAdd: (property: string) => void;
}

/** Takes any name; where the names are known it proposes those that are not there yet. */
export function AddProperty({ schema, taken, onAdd }: AddPropertyProps) {
  const id = useId();
  const [name, setName] = useState("");
  const property = name.trim();
  const isNew = property !== "" && !taken.includes(property) && !property.includes("{");
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isNew) return;
        onAdd(property);
        setName("");
      }}
    >
      <div className="grid min-w-56 flex-1 gap-1">
        <label htmlFor={id} className="text-xs font-medium text-quiet">
          Add a property
        </label>
        <input
          id={id}
          list={`${id}-known`}
          value={name}
          spellCheck={false}
          autoComplete="off"
          placeholder={schema.length > 0 ? "rate.auth.burst" : "http.timeout-ms"}
          className={inputStyle("dense", "font-mono focus:outline-2 focus:outline-accent-text")}
          onChange={({ target }) => setName(target.value)}
        />
        <datalist id={`${id}-known`}>
          {schema
            .filter((each) => !taken.includes(each.property))
            .map((each) => (
              <option key={each.property} value={each.property.replace("{provider}", "google")}>
                {each.description}
              </option>
            ))}
        </datalist>
      </div>
      <Button type="submit" size="dense" isDisabled={!isNew}>
        <Plus className="size-4" aria-hidden />
        Add
      </Button>
    </form>
  );
}
