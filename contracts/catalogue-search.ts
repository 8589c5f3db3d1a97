import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Listing } from "./listings.ts";
import { Product } from "./products.ts";
import { Id, Line } from "./values.ts";

export const FoundKind = z.enum(["LISTING", "PRODUCT"]);
export type FoundKind = z.infer<typeof FoundKind>;

/** `q`: words, taken literally: prefixes, accents and slips of the pen are seen to. `kind`, `category` (a listing's is its type) and `city` narrow it down, and facets say how much of each there is. */
export const SearchQuery = PageQuery.extend({
  q: z.string().trim().min(1).max(limits.searchCharsMax),
  kind: FoundKind.optional(),
  category: Line.optional(),
  city: Line.optional(),
  minPrice: z.coerce.number().int().min(0).max(limits.priceMinorMax).optional(),
  maxPrice: z.coerce.number().int().min(0).max(limits.priceMinorMax).optional(),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** `highlight`: the title and some words of the text as HTML-free parts; those with `hit` were found. */
const Highlight = z.array(z.object({ text: z.string(), hit: z.boolean() }));
export const Found = z
  .object({
    kind: FoundKind,
    id: z.string(),
    title: Highlight,
    excerpt: Highlight,
    listing: Listing.nullable(),
    product: Product.nullable(),
  })
  .meta({ id: "Found" });
export type Found = z.infer<typeof Found>;

const Facet = z.array(z.object({ value: z.string(), count: z.number().int() }));
/**
 * `corrected`: what was searched for instead of a word that nothing has. `total` and `facets` count the newest `limits.catalogueCountedMax`; `totalIsMore`:
 * there are more than these.
 */
export const FoundPage = z
  .object({
    items: z.array(Found),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
    totalIsMore: z.boolean(),
    corrected: z.array(z.object({ word: z.string(), to: z.string() })),
    facets: z.object({ kind: Facet, category: Facet, city: Facet }),
  })
  .meta({
    id: "FoundPage",
    example: {
      items: [
        {
          kind: "PRODUCT",
          id: "prd_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
          title: [
            { text: "Popcorn", hit: true },
            { text: ", large", hit: false },
          ],
          excerpt: [],
          listing: null,
          product: Product.meta()?.example,
        },
      ],
      nextCursor: null,
      total: 1,
      totalIsMore: false,
      corrected: [{ word: "pocorn", to: "popcorn" }],
      facets: { kind: [{ value: "PRODUCT", count: 1 }], category: [{ value: "snacks", count: 1 }], city: [] },
    },
  });
export type FoundPage = z.infer<typeof FoundPage>;

// What crosses the boundary between the Worker and an app's `CatalogueSearch` object. Fields are only ever added, and optional when they are. ----

/** Something as it is to be found. `version`: when it last changed in ms; of an older one than is known nothing is taken. `price` null: it has none. */
export interface CatalogueRow {
  kind: FoundKind;
  id: string;
  version: number;
  title: string;
  text: string;
  category: string | null;
  cities: string[];
  price: number | null;
  /** Not to be found, or no longer: a draft, something deleted. */
  hidden: boolean;
}

/** `minPrice`, `maxPrice`: both included, in minor units. `idsOnly`: nothing is marked, titles and excerpts stay empty; for those who ask for many. */
export interface CatalogueQuestion {
  q: string;
  kind?: FoundKind | undefined;
  category?: string | undefined;
  city?: string | undefined;
  minPrice?: number | undefined;
  maxPrice?: number | undefined;
  skip: number;
  limit: number;
  idsOnly?: boolean;
}

/** `title`, `excerpt`: what was found stands between \u0002 and \u0003. An excerpt is empty where nothing of the text was found. */
export interface CatalogueHit {
  kind: FoundKind;
  id: string;
  title: string;
  excerpt: string;
}

export interface FacetValue {
  value: string;
  count: number;
}

/** `more`: there is another page. `totalIsMore`: `total` and `facets` are those of the newest `limits.catalogueCountedMax`, and there is more. */
export interface CatalogueAnswer {
  hits: CatalogueHit[];
  more: boolean;
  total: number;
  totalIsMore: boolean;
  corrected: { word: string; to: string }[];
  facets: Record<"kind" | "category" | "city", FacetValue[]>;
  /** The index was never made as a whole: whoever hears so has it made. */
  wantsBuilding: boolean;
}

export interface CatalogueSearchCalls {
  /** Takes these up, in place of older versions of them. Again: nothing. `toldAtMs`: when D1 was asked for them. */
  index(told: { rows: CatalogueRow[]; toldAtMs: number }): Promise<{ wantsBuilding: boolean }>;
  /** Forgets some of what nobody told of since `sinceMs`; `more`: call again. The end of a rebuilding. */
  forgetOlder(sinceMs: number): Promise<{ forgotten: number; more: boolean }>;
  /** The best things that have what is asked for. */
  search(question: CatalogueQuestion): Promise<CatalogueAnswer>;
}

/** The queue's message that makes an app's index anew, page by page: of a kind what is behind the id `after`. Without an app: of the apps behind it. */
export const CatalogueBuilding = z.object({
  type: z.literal("catalogue.building"),
  appId: z.string().nullable(),
  kind: FoundKind,
  after: z.string().nullable(),
  sinceMs: z.number().int(),
});
export type CatalogueBuilding = z.infer<typeof CatalogueBuilding>;

/** Of one app, or of all. */
export const RebuildSearch = z
  .strictObject({ appId: Id.optional() })
  .meta({ id: "RebuildSearch", example: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6" } });
export type RebuildSearch = z.infer<typeof RebuildSearch>;

/** What is being rebuilt; null: all. */
export const SearchRebuilding = z
  .object({ rebuild: z.object({ appId: z.string().nullable() }) })
  .meta({ example: { rebuild: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6" } } });
