import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Line, Time, TimeZone } from "./values.ts";

export const LayoutSeat = z.strictObject({
  number: z.string().trim().min(1).max(20),
  x: z.number().min(-100_000).max(100_000),
  y: z.number().min(-100_000).max(100_000),
  tier: Line.optional(),
  accessible: z.boolean().optional(),
});
export const LayoutRow = z.strictObject({
  name: z.string().trim().min(1).max(40),
  seats: z.array(LayoutSeat).min(1).max(limits.seatsPerRowMax),
});
export const LayoutSection = z.strictObject({ name: Line, rows: z.array(LayoutRow).min(1).max(limits.rowsPerSectionMax) });
export type LayoutSection = z.infer<typeof LayoutSection>;

/** Sections → rows → seats. x and y are in seat widths, the stage towards smaller y. */
export const Layout = z.strictObject({ sections: z.array(LayoutSection).min(1).max(limits.sectionsPerVenueMax) }).meta({ id: "Layout" });
export type Layout = z.infer<typeof Layout>;

export const CreateVenue = z.strictObject({ name: Line, city: Line, timeZone: TimeZone, layout: Layout.optional() }).meta({
  id: "CreateVenue",
  example: {
    name: "Grand Theatre",
    city: "Vienna",
    timeZone: "Europe/Vienna",
    layout: {
      sections: [
        {
          name: "Stalls",
          rows: [
            {
              name: "A",
              seats: [
                { number: "1", x: 0, y: 0, tier: "Premium" },
                { number: "2", x: 1, y: 0, tier: "Premium" },
              ],
            },
          ],
        },
      ],
    },
  },
});
export type CreateVenue = z.infer<typeof CreateVenue>;

const venueExample = {
  id: "ven_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  name: "Grand Theatre",
  city: "Vienna",
  timeZone: "Europe/Vienna",
  seatCount: 300,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};
export const Venue = z
  .object({
    id: z.string(),
    name: z.string(),
    city: z.string(),
    timeZone: z.string(),
    seatCount: z.number().int(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Venue", example: venueExample });
export type Venue = z.infer<typeof Venue>;

export const VenueWithLayout = Venue.extend({ layout: Layout.nullable() }).meta({
  id: "VenueWithLayout",
  example: { ...venueExample, layout: null },
});
export type VenueWithLayout = z.infer<typeof VenueWithLayout>;

export const VenueQuery = PageQuery.extend({ city: Line.optional(), q: z.string().trim().max(limits.searchCharsMax).optional() });
export type VenueQuery = z.infer<typeof VenueQuery>;
