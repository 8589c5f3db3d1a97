import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { PricingRule } from "../../contracts/pricing.ts";
import type { CancellationPolicy, Tier } from "../../contracts/showtimes.ts";
import type { LayoutSection } from "../../contracts/venues.ts";
import type { WaitingRoomSettings } from "../../contracts/waiting-room.ts";

export const venues = sqliteTable("venues", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  name: text("name").notNull(),
  city: text("city").notNull(),
  timeZone: text("time_zone").notNull(),
  seatCount: integer("seat_count").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
export type VenueRow = typeof venues.$inferSelect;

export const venueSections = sqliteTable(
  "venue_sections",
  {
    venueId: text("venue_id").notNull(),
    position: integer("position").notNull(),
    layout: text("layout", { mode: "json" }).$type<LayoutSection>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.venueId, table.position] })],
);

export const listings = sqliteTable("listings", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  domain: text("domain", { enum: ["EVENT", "BUS", "MOVIE"] }).notNull(),
  title: text("title").notNull(),
  description: text("description"),
  type: text("type"),
  language: text("language"),
  durationMinutes: integer("duration_minutes"),
  posterUrl: text("poster_url"),
  origin: text("origin"),
  destination: text("destination"),
  metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  status: text("status", { enum: ["DRAFT", "PUBLISHED"] }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  ownerId: text("owner_id"),
});
export type ListingRow = typeof listings.$inferSelect;

/** `seatsTotal`, `seatsLeft`, `checkedIn` and `ledgerSeq` are what the showtime's object last told of itself. */
export const showtimes = sqliteTable("showtimes", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  listingId: text("listing_id").notNull(),
  venueId: text("venue_id").notNull(),
  startsAt: integer("starts_at").notNull(),
  currency: text("currency").notNull(),
  tiers: text("tiers", { mode: "json" }).$type<Tier[]>().notNull(),
  priceFrom: integer("price_from").notNull(),
  priceTo: integer("price_to").notNull(),
  saleOpensAt: integer("sale_opens_at"),
  saleClosesAt: integer("sale_closes_at").notNull(),
  checkInOpensAt: integer("check_in_opens_at"),
  holdSeconds: integer("hold_seconds").notNull(),
  maxSeatsPerUser: integer("max_seats_per_user").notNull(),
  status: text("status", { enum: ["SCHEDULED", "CANCELLED"] }).notNull(),
  seatsTotal: integer("seats_total").notNull(),
  seatsLeft: integer("seats_left").notNull(),
  ledgerSeq: integer("ledger_seq").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  lonelySeats: text("lonely_seats", { enum: ["OFF", "LENIENT", "STRICT"] }).notNull(),
  capacity: integer("capacity").notNull(),
  pricingRules: text("pricing_rules", { mode: "json" }).$type<PricingRule[]>().notNull(),
  priceFloor: integer("price_floor"),
  priceCeiling: integer("price_ceiling"),
  cancellationPolicy: text("cancellation_policy", { mode: "json" }).$type<CancellationPolicy>(),
  waitingRoom: text("waiting_room", { mode: "json" }).$type<WaitingRoomSettings>(),
  checkedIn: integer("checked_in").notNull(),
});
export type ShowtimeRow = typeof showtimes.$inferSelect;
