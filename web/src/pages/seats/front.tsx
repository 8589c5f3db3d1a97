import type { Domain } from "../../domains.ts";
import { type SeatPlan, unit } from "./plan.ts";
import { Unspoken } from "./unspoken.tsx";

/** What everybody faces: the stage, the screen, or the front of the bus. */
export function Front({ plan, domain }: { plan: SeatPlan; domain: Domain }) {
  if (domain === "BUS") return <Bus plan={plan} />;
  const { left, right, top, bottom } = plan.front;
  const middle = (left + right) / 2;
  const depth = bottom - top;
  const reach = (right - left) * 0.12;
  return (
    <Unspoken>
      <path className="front-light" d={`M${left} ${bottom} L${left - reach} ${bottom + unit * 5} H${right + reach} L${right} ${bottom}Z`} />
      {domain === "MOVIE" ? (
        <path className="front-screen" d={`M${left} ${bottom} Q${middle} ${bottom - depth * 0.55} ${right} ${bottom}`} />
      ) : (
        <path
          className="front-stage"
          d={`M${left} ${top} H${right} V${bottom - depth * 0.3} Q${middle} ${bottom + depth * 0.3} ${left} ${bottom - depth * 0.3}Z`}
        />
      )}
      <text x={middle} y={domain === "MOVIE" ? bottom + unit * 0.35 : (top + bottom) / 2} dy="0.35em" className="front-name">
        {domain === "MOVIE" ? "Screen" : "Stage"}
      </text>
    </Unspoken>
  );
}

function Bus({ plan }: { plan: SeatPlan }) {
  const [left, right] = [unit * 0.9, plan.width - unit * 0.9];
  const [top, bottom] = [unit * 0.3, plan.height - unit * 0.4];
  const wheel = left + unit * 1.35;
  return (
    <Unspoken>
      <rect className="bus-body" x={left} y={top} width={right - left} height={bottom - top} rx={unit * 0.9} />
      <path className="bus-window" d={`M${left + unit * 0.7} ${top + unit * 0.42} H${right - unit * 0.7}`} />
      <circle className="bus-wheel" cx={wheel} cy={top + unit * 1.35} r={unit * 0.42} />
      <path className="bus-wheel" d={`M${wheel - unit * 0.42} ${top + unit * 1.35} h${unit * 0.84}`} />
      <text x={plan.width / 2} y={top + unit * 1.5} className="front-name">
        Front
      </text>
    </Unspoken>
  );
}
