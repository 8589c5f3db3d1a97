import { DurableObject } from "cloudflare:workers";
export class SeatMap extends DurableObject<Env> {}
