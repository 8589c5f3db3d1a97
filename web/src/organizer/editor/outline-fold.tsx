import { seats as seatWords } from "../../words.ts";
import { renameRow, renameSection } from "./house/edits.ts";
import { type Ids, idsOfRows, type Row } from "./house/house.ts";
import type { Editor } from "./use-editor.ts";

const nameStyle = "w-full min-w-0 rounded-sm bg-transparent px-1 hover:bg-line/50 focus:outline-2 focus:outline-accent-text";

/** The house as a list: every section and row can be chosen and renamed without seeing or pointing. */
export function OutlineFold({ editor }: { editor: Editor }) {
  const { house, chosen } = editor;
  if (house.sections.length === 0) return <p className="text-sm text-quiet">No seats yet.</p>;
  return (
    <ul className="grid gap-3">
      {house.sections.map((section) => (
        <li key={section.id} className="grid gap-1">
          <div className="flex items-center gap-2 text-sm font-semibold">
            <input
              aria-label={`Name of section ${section.name}`}
              className={nameStyle}
              value={section.name}
              onChange={({ target }) => editor.edit(renameSection(house, section.id, target.value), `section ${section.id}`)}
            />
            <Choose editor={editor} rows={section.rows} name={`section ${section.name}`} />
          </div>
          <ul className="grid max-h-56 overflow-y-auto border-l border-line pl-2">
            {section.rows.map((row) => (
              <li
                key={row.id}
                className={`flex items-center gap-2 rounded-sm text-sm ${isWhole(row, chosen) ? "bg-accent-wash" : ""}`}
                style={{ contentVisibility: "auto", containIntrinsicSize: "auto 28px" }}
              >
                <input
                  aria-label={`Name of row ${row.name} in ${section.name}`}
                  className={nameStyle}
                  value={row.name}
                  onChange={({ target }) => editor.edit(renameRow(house, row.id, target.value), `row ${row.id}`)}
                />
                <Choose editor={editor} rows={[row]} name={`row ${row.name} of ${section.name}`} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Choose({ editor, rows, name }: { editor: Editor; rows: readonly Row[]; name: string }) {
  const count = rows.reduce((sum, row) => sum + row.seats.length, 0);
  return (
    <button
      type="button"
      aria-label={`Choose ${name}, ${seatWords(count)}`}
      aria-pressed={rows.every((row) => isWhole(row, editor.chosen))}
      className="tabular shrink-0 rounded-sm px-2 py-1 text-xs font-normal text-quiet hover:bg-line/60 hover:text-ink"
      onClick={(event) => {
        const ids = idsOfRows(rows);
        editor.dispatch({
          type: "choose",
          chosen: event.shiftKey || event.ctrlKey || event.metaKey ? new Set([...editor.chosen, ...ids]) : ids,
        });
      }}
    >
      {seatWords(count)}
    </button>
  );
}

const isWhole = (row: Row, chosen: Ids): boolean => row.seats.every((seat) => chosen.has(seat.id));
