import { addRows, emptyHouse, type House, type NewRow } from "./house.ts";
import { plainNaming, plainNumbering } from "./numbering.ts";
import { placesOf, plainBlock, rowsOfBlock, straight } from "./row-shape.ts";

export const templates = {
  theatre: { name: "Theatre", of: "Curved stalls and a balcony", make: theatre },
  cinema: { name: "Cinema", of: "Straight rows, an aisle on each side", make: cinema },
  coach: { name: "Coach", of: "Two and two, the door in the middle", make: coach },
  arena: { name: "Arena", of: "Eight blocks around three sides", make: arena },
} as const satisfies Record<string, { name: string; of: string; make: () => House }>;
export type TemplateName = keyof typeof templates;

const houseWith = (sections: readonly (readonly [name: string, rows: NewRow[]])[]): House =>
  sections.reduce((house, [name, rows]) => addRows(house, name, rows).house, emptyHouse);

/** 12 curved rows of 20 in the stalls, the first four of them dear; a balcony of 5 rows behind. Row I and O are left out. */
function theatre(): House {
  const naming = { ...plainNaming, skip: ["I", "O"] };
  const block = {
    ...plainBlock,
    seats: 20,
    shape: { ...straight, curve: 40 },
    aisles: [
      { after: 5, width: 1 },
      { after: 15, width: 1 },
    ],
  };
  const stalls = rowsOfBlock({ ...block, rows: 12, naming }, { x: 0, y: 0 }).map((row, place) => ({
    ...row,
    seats: row.seats.map((seat, at) => ({
      ...seat,
      tier: place < 4 ? "Premium" : "Standard",
      accessible: place === 11 && (at < 2 || at > 17),
    })),
  }));
  const aisles = [
    { after: 6, width: 1 },
    { after: 18, width: 1 },
  ];
  const back = { ...block, rows: 5, seats: 24, aisles, tier: "Balcony", shape: { ...straight, curve: 32 } };
  const balcony = rowsOfBlock(back, { x: 0, y: 18 });
  return houseWith([
    ["Stalls", stalls],
    ["Balcony", balcony],
  ]);
}

/** 10 straight rows of 16, the last two of them wide; wheelchair places in front. */
function cinema(): House {
  const aisles = [
    { after: 3, width: 1 },
    { after: 13, width: 1 },
  ];
  const rows = rowsOfBlock({ ...plainBlock, rows: 8, seats: 16, aisles, tier: "Standard" }, { x: 0, y: 0 });
  const lounge = rowsOfBlock(
    {
      ...plainBlock,
      rows: 2,
      seats: 12,
      shape: { ...straight, spacing: 1.5 },
      depth: 1.6,
      tier: "Lounge",
      naming: { ...plainNaming, start: "I" },
    },
    { x: 0, y: 10.4 },
  );
  const marked = rows.map((row, place) =>
    place === 0 ? { ...row, seats: row.seats.map((seat, at) => ({ ...seat, accessible: at < 2 || at > 13 })) } : row,
  );
  return houseWith([["Hall", [...marked, ...lounge]]]);
}

/** 12 rows of two and two, the last one of five. */
function coach(): House {
  const letters = ["A", "B", "C", "D"];
  const rows: NewRow[] = Array.from({ length: 12 }, (_, place) => ({
    name: String(place + 1),
    seats: letters.flatMap((letter, at) => {
      // The door.
      if (place === 6 && at > 1) return [];
      return [{ number: letter, x: at < 2 ? at - 2 : at - 1, y: place * 1.1, tier: null, accessible: place === 0 && at < 2 }];
    }),
  }));
  const back = ["A", "B", "C", "D", "E"].map((letter, at) => ({ number: letter, x: at - 2, y: 13.2, tier: null, accessible: false }));
  return houseWith([["Coach", [...rows, { name: "13", seats: back }]]]);
}

/** Eight blocks on half a ring and a bit, rows one behind the other, and a floor in the midst. */
function arena(): House {
  const floor = rowsOfBlock(
    { ...plainBlock, rows: 10, seats: 22, depth: 1.1, tier: "Floor", aisles: [{ after: 11, width: 1.5 }] },
    { x: 0, y: 0 },
  );
  const blocks = Array.from({ length: 8 }, (_, block) => {
    const turn = -105 + block * 30;
    const rows = Array.from({ length: 10 }, (_, row): NewRow => {
      const radius = 20 + row * 1.15;
      const count = 8 + Math.floor(row / 2);
      const seats = placesOf(count, { ...straight, curve: ((count - 1) / radius) * (180 / Math.PI), angle: turn }).map((at, place) => ({
        number: String(plainNumbering.start + place),
        x: at.x - radius * Math.sin((turn * Math.PI) / 180),
        y: 6 + at.y + radius * Math.cos((turn * Math.PI) / 180),
        tier: row < 5 ? "Lower" : "Upper",
        accessible: false,
      }));
      return { name: String(row + 1), seats };
    });
    return [`Block ${101 + block}`, rows] as const;
  });
  return houseWith([["Floor", floor], ...blocks]);
}
