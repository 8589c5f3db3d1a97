import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { ChoiceInput, NumberInput, TextInput } from "./dense-fields.tsx";
import { rowsOf, rowsWith } from "./house/house.ts";
import {
  type NumberingRule,
  nameRows,
  namesBy,
  numberRows,
  numbersBy,
  plainNaming,
  plainNumbering,
  type RowNaming,
} from "./house/numbering.ts";
import { SkipInput } from "./skip-input.tsx";
import type { Editor } from "./use-editor.ts";

/** Numbers and names by rule, for the rows with a chosen seat, or for all. */
export function NumberingFold({ editor }: { editor: Editor }) {
  const { house, chosen } = editor;
  const [rule, setRule] = useState<NumberingRule>(plainNumbering);
  const [naming, setNaming] = useState<RowNaming>(plainNaming);
  const rows = chosen.size === 0 ? rowsOf(house) : rowsWith(house, chosen);
  const which = chosen.size === 0 ? "all rows" : rows.length === 1 ? `row ${rows[0]?.name}` : `${rows.length} rows`;
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <ChoiceInput
          label="Seats from"
          value={rule.from}
          choices={[
            ["left", "Left"],
            ["right", "Right"],
          ]}
          onChange={(from) => setRule({ ...rule, from })}
        />
        <ChoiceInput
          label="Seat numbers"
          value={rule.which}
          choices={[
            ["all", "All"],
            ["odd", "Odd"],
            ["even", "Even"],
          ]}
          onChange={(each) => setRule({ ...rule, which: each })}
        />
        <NumberInput label="First seat" value={rule.start} max={9999} onChange={(start) => setRule({ ...rule, start })} />
        <SkipInput label="Without" placeholder="13" value={rule.skip} onChange={(skip) => setRule({ ...rule, skip })} />
      </div>
      <Button size="dense" isDisabled={rows.length === 0} onPress={() => editor.edit(numberRows(house, rows, rule))}>
        Number {which}: {numbersBy(rule, 3).join(", ")}…
      </Button>
      <div className="grid grid-cols-2 gap-3">
        <ChoiceInput
          label="Rows by"
          value={naming.kind}
          choices={[
            ["letters", "Letters"],
            ["digits", "Digits"],
          ]}
          onChange={(kind) => setNaming({ ...naming, kind, start: kind === "letters" ? "A" : "1" })}
        />
        <ChoiceInput
          label="Rows from"
          value={naming.from}
          choices={[
            ["front", "The stage"],
            ["back", "The back"],
          ]}
          onChange={(from) => setNaming({ ...naming, from })}
        />
        <TextInput label="First name" value={naming.start} onChange={(start) => setNaming({ ...naming, start: start.toUpperCase() })} />
        <SkipInput label="Without letters" placeholder="I, O" value={naming.skip} onChange={(skip) => setNaming({ ...naming, skip })} />
      </div>
      <Button size="dense" isDisabled={rows.length === 0} onPress={() => editor.edit(nameRows(house, rows, naming))}>
        Name {which}: {namesBy(naming, 3).join(", ")}…
      </Button>
    </>
  );
}
