import { z } from "zod";

/** A note of the box office to itself, in the queue `events`: the next of a showtime's ticket holders are to be let into its room. */
export const AdmissionMessage = z.strictObject({ type: z.literal("box-office.admit"), showtimeId: z.string() });
export type AdmissionMessage = z.infer<typeof AdmissionMessage>;
