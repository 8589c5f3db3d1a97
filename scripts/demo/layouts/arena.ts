import type { Layout } from "../../../contracts/venues.ts";
import { arcRow, type LayoutSection, rowLetters, straightRow } from "./seats.ts";

const centre = { x: 0, y: 0 };
const blocks = 10;
const floorBlocks = ["Floor A", "Floor B", "Floor C", "Floor D"];

/** A horseshoe for 2,000: four blocks of 130 on the floor, ten of 96 in the lower bowl, ten of 52 in the upper. */
export function arena(): Layout {
  return {
    sections: [
      ...floorBlocks.map(floor),
      ...bowl({ first: 101, tier: "Lower bowl", radius: 31, rows: [8, 8, 9, 9, 9, 10, 10, 11, 11, 11] }),
      ...bowl({ first: 201, tier: "Upper bowl", radius: 44.4, rows: [12, 13, 13, 14] }),
    ],
  };
}

function floor(name: string, block: number): LayoutSection {
  const rows = Array.from({ length: 13 }, (_, row) =>
    straightRow(
      rowLetters[row] ?? "",
      Array.from({ length: 10 }, (_, seat) => ({
        number: String(seat + 1),
        x: (block - 1.5) * 11.6 + seat - 4.5,
        y: 2.4 + row * 1.2,
        tier: row < 5 ? "Front floor" : "Floor",
      })),
    ),
  );
  return { name, rows };
}

/** One ring of blocks, from the audience's left of the stage round to its right. */
function bowl({ first, tier, radius, rows }: { first: number; tier: string; radius: number; rows: readonly number[] }): LayoutSection[] {
  return Array.from({ length: blocks }, (_, block) => ({
    name: `Block ${first + block}`,
    rows: rows.map((count, row) => {
      const middle = -Math.PI / 2 + ((block + 0.5) / blocks) * Math.PI;
      const backRow = row === rows.length - 1;
      return arcRow(rowLetters[row] ?? "", { count, radius: radius + row * 1.15, centre, middle }, (number) => ({
        tier,
        ...(backRow && (block === 4 || block === 5) && number <= 2 && { accessible: true }),
      }));
    }),
  }));
}
