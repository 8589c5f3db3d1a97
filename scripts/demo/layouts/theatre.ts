import type { Layout } from "../../../contracts/venues.ts";
import { arcRow, type LayoutSection, rowLetters, straightRow } from "./seats.ts";

/** The stage end of every arc: the further back, the flatter the row. */
const centre = { x: 0, y: -36 };
const stallRows = [16, 18, 18, 18, 20, 20, 20, 20, 20, 14];
const balconyRows = [20, 22, 22, 16];

/** The middle block is ten seats in every row, so that both aisles run straight to the stage. */
const aisles = (count: number): number[] => [(count - 10) / 2, (count - 10) / 2 + 10];

/** An old house with 300 seats: 184 in the stalls, six boxes of six beside them, 80 in the balcony. */
export function theatre(): Layout {
  return { sections: [stalls(), boxes("Boxes left", -1, ["P", "Q", "R"]), boxes("Boxes right", 1, ["S", "T", "U"]), balcony()] };
}

function stalls(): LayoutSection {
  const rows = stallRows.map((count, index) => {
    const [left = 0, right = 0] = aisles(count);
    const last = index === stallRows.length - 1;
    return arcRow(rowLetters[index] ?? "", { count, radius: 36 + index * 1.25, centre, gapsAfter: [left, right] }, (number) => ({
      tier: index < 6 && number > left && number <= right ? "Premium" : "Standard",
      ...(last && (number <= 2 || number > count - 2) && { accessible: true }),
    }));
  });
  return { name: "Stalls", rows };
}

function boxes(name: string, side: -1 | 1, names: readonly string[]): LayoutSection {
  const rows = names.map((row, box) =>
    straightRow(
      row,
      Array.from({ length: 6 }, (_, index) => ({
        number: String(index + 1),
        x: side * (13.7 + (index % 2) * 1.1 + box * 0.2),
        y: -1.6 + box * 4.3 + Math.floor(index / 2) * 1.1,
        tier: "Box",
      })),
    ),
  );
  return { name, rows };
}

function balcony(): LayoutSection {
  const rows = balconyRows.map((count, index) => {
    const [left = 0, right = 0] = aisles(count);
    return arcRow(["AA", "BB", "CC", "DD"][index] ?? "", { count, radius: 51.4 + index * 1.25, centre, gapsAfter: [left, right] }, () => ({
      tier: "Balcony",
    }));
  });
  return { name: "Balcony", rows };
}
