import { type CSSProperties, memo } from "react";
import { type PlanRow, type PlanSeat, type SeatPlan, unit } from "./plan.ts";
import { Seat } from "./seat.tsx";
import type { SeatStore } from "./seat-store.ts";
import { Unspoken } from "./unspoken.tsx";

/** Every row with its seats and its name at both ends. Drawn once; afterwards only single seats change. */
export const SeatRows = memo(function SeatRows({ plan, store }: { plan: SeatPlan; store: SeatStore }) {
  const withSection = plan.sections.length > 0;
  return (
    <>
      <Unspoken>
        {plan.sections.map((section) => (
          <text key={section.name} x={section.x} y={section.y} className="section-name">
            {section.name}
          </text>
        ))}
      </Unspoken>
      {plan.rows.map((row) => (
        // biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG
        // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of a drawing is not interactive
        <g key={row.key} role="group" aria-label={rowLabel(row, withSection)}>
          {row.name === null ? null : <RowName name={row.name} seats={row.seats} />}
          {row.seats.map((seat) => (
            <Seat key={seat.id} seat={seat} store={store} withSection={withSection} />
          ))}
        </g>
      ))}
      <Unspoken>
        {plan.sections.map(({ name, far }) =>
          far === undefined ? null : (
            <text
              key={name}
              x={far.x}
              y={far.y}
              dy="0.35em"
              className="section-name-far"
              style={{ "--fits": `${far.size}px` } as CSSProperties}
            >
              {far.name}
            </text>
          ),
        )}
      </Unspoken>
    </>
  );
});

function rowLabel(row: PlanRow, withSection: boolean): string {
  const parts = [withSection ? row.section : null, row.name === null ? null : `Row ${row.name}`].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(", ") : "Seats";
}

function RowName({ name, seats }: { name: string; seats: PlanSeat[] }) {
  const ends = [...seats].sort((a, b) => a.x - b.x);
  const [left, right] = [ends[0], ends.at(-1)];
  if (left === undefined || right === undefined) return null;
  return (
    <Unspoken className="row-name">
      <text x={left.x - unit * 0.95} y={left.y + 5}>
        {name}
      </text>
      <text x={right.x + unit * 0.95} y={right.y + 5}>
        {name}
      </text>
    </Unspoken>
  );
}
