import type { CreateProduct } from "../../../contracts/products.ts";
import type { CreatePromotion } from "../../../contracts/promotions.ts";
import type { Domain } from "../../../contracts/tenants.ts";
import type { PictureName } from "../write-pictures.ts";

/** `alt`: what its picture shows. */
export type DemoProduct = Omit<CreateProduct, "imageUrl" | "images" | "sku"> & { sku: string; picture: PictureName; alt: string };

const stage: readonly DemoProduct[] = [
  {
    sku: "KG-PROGRAMME",
    name: "Season programme",
    description: "Ninety-six pages on everything that is on: essays, rehearsal photographs and the whole cast.",
    category: "Books & prints",
    price: 1200,
    currency: "EUR",
    stock: 180,
    picture: "programme-book",
    alt: "A dark green book with blossoms on its cover",
  },
  {
    sku: "KG-GLASSES",
    name: "Opera glasses",
    description: "Three times nearer to the stage. Brass and enamel, in a felt pouch.",
    category: "Keepsakes",
    price: 5400,
    currency: "EUR",
    stock: 24,
    picture: "opera-glasses",
    alt: "Opera glasses in dark blue and brass",
  },
  {
    sku: "KG-PINS",
    name: "Enamel pins, set of four",
    description: "Twelfth Night, The Bear, the Lighthouse and a tune: a season for the lapel.",
    category: "Keepsakes",
    price: 1600,
    currency: "EUR",
    stock: 3,
    picture: "enamel-pins",
    alt: "Four round pins: a moon, a mask, a lighthouse and a note",
  },
  {
    sku: "KG-TOTE",
    name: "Cherry Orchard tote bag",
    description: "Organic cotton, printed by hand around the corner.",
    category: "Clothes & bags",
    price: 1900,
    currency: "EUR",
    variants: [
      { name: "natural", stock: 60 },
      { name: "night green", stock: 18 },
    ],
    picture: "tote-bag",
    alt: "A light cotton bag with a wreath of blossoms",
  },
  {
    sku: "KG-SHIRT",
    name: "Low Ceilings tour T-shirt",
    description: "As loud as the cellar. Heavy cotton, cut straight.",
    category: "Clothes & bags",
    price: 2800,
    currency: "EUR",
    variants: [
      { name: "S", stock: 12 },
      { name: "M", stock: 30 },
      { name: "L", stock: 25 },
      { name: "XL", price: 3000, stock: 0 },
    ],
    picture: "tour-shirt",
    alt: "A black T-shirt with a sound wave in orange",
  },
  {
    sku: "KG-INTERVAL",
    name: "Interval drink",
    description: "Waits for you at the bar with your name on it, so you don't wait for it.",
    category: "Food & drinks",
    price: 850,
    currency: "EUR",
    variants: [
      { name: "sparkling wine", stock: 200 },
      { name: "elderflower, without alcohol", price: 520, stock: 200 },
    ],
    picture: "interval-drink",
    alt: "Two glasses that are about to meet",
  },
];

const cinema: readonly DemoProduct[] = [
  {
    sku: "ST-POPCORN",
    name: "Popcorn",
    description: "Popped while you look for your seat. Real butter, no dust.",
    category: "Food & drinks",
    price: 750,
    currency: "USD",
    variants: [
      { name: "salted, regular", stock: 400 },
      { name: "salted, large", price: 950, stock: 400 },
      { name: "sweet, regular", stock: 250 },
      { name: "sweet, large", price: 950, stock: 250 },
    ],
    picture: "popcorn",
    alt: "A striped bucket that is too full of popcorn",
  },
  {
    sku: "ST-NACHOS",
    name: "Nachos with cheese",
    description: "A tray of corn chips and a dip that stays warm for the first act.",
    category: "Food & drinks",
    price: 890,
    currency: "USD",
    stock: 160,
    picture: "nachos",
    alt: "Corn chips in a red tray, with cheese",
  },
  {
    sku: "ST-DRINK",
    name: "Cold drink",
    description: "Fountain soda with as much ice as you say.",
    category: "Food & drinks",
    price: 450,
    currency: "USD",
    variants: [
      { name: "regular", stock: 500 },
      { name: "large", price: 590, stock: 500 },
    ],
    picture: "cold-drink",
    alt: "A paper cup with a red straw",
  },
  {
    sku: "ST-PRINT",
    name: "Midnight Tram art print",
    description: "Risograph in five colours on heavy paper, rolled into a tube.",
    category: "Books & prints",
    price: 3200,
    currency: "USD",
    variants: [
      { name: "12 × 18 in", stock: 40 },
      { name: "18 × 24 in", price: 4800, stock: 8 },
    ],
    picture: "poster-print",
    alt: "A framed print of a red tram under a full moon",
  },
];

const coaches: readonly DemoProduct[] = [
  {
    sku: "NJ-PILLOW",
    name: "Neck pillow",
    description: "Memory foam that remembers you as far as Budapest.",
    category: "For the journey",
    price: 2400,
    currency: "EUR",
    stock: 75,
    picture: "neck-pillow",
    alt: "A blue neck pillow in front of a night sky",
  },
  {
    sku: "NJ-MASK",
    name: "Sleep mask and earplugs",
    description: "Dark and quiet, wherever the seat is.",
    category: "For the journey",
    price: 1100,
    currency: "EUR",
    stock: 120,
    picture: "sleep-mask",
    alt: "A dark blue sleep mask and two orange earplugs",
  },
  {
    sku: "NJ-BOX",
    name: "Snack box",
    description: "An apple, a bar of chocolate and a bottle of water, handed out as you board.",
    category: "Food & drinks",
    price: 690,
    currency: "EUR",
    variants: [
      { name: "classic", stock: 90 },
      { name: "vegan", stock: 45 },
    ],
    picture: "snack-box",
    alt: "A box with an apple, a bottle and a bar of chocolate",
  },
];

/** What each demo app sells besides tickets. */
export const demoProducts: Record<Domain, readonly DemoProduct[]> = { EVENT: stage, MOVIE: cinema, BUS: coaches };

/** Codes that everybody may try: one in every app, one at the cinema's counter alone. */
export const demoPromotions: Record<Domain, readonly CreatePromotion[]> = {
  EVENT: [{ code: "WELCOME10", percent: 10, maxUsesPerUser: 1 }],
  MOVIE: [
    { code: "WELCOME10", percent: 10, maxUsesPerUser: 1 },
    { code: "SNACK2", amount: 200, currency: "USD", appliesTo: "PRODUCTS", minSubtotal: 1200 },
  ],
  BUS: [{ code: "WELCOME10", percent: 10, maxUsesPerUser: 1 }],
};
