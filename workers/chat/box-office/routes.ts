import { z } from "zod";
import { RoomAnswer } from "../../../contracts/chat.ts";
import { Id } from "../../../contracts/values.ts";
import { Answer, Endpoints } from "../../gateway/endpoint.ts";
import { openShowtimeRoom } from "./open-showtime-room.ts";

export const boxOfficeRoutes = new Endpoints("Chat", "chat");

boxOfficeRoutes.post(
  "/api/v1/showtimes/{id}/chat-room",
  {
    operationId: "openShowtimeRoom",
    summary: "Give a showtime a room for its ticket holders",
    description:
      "A private room. Everybody who has a ticket is let in by and by, later buyers with their booking, and whoever gives back their last ticket leaves. It is told when the showtime moves or is cancelled, when seats come back and when the doors open. Sending it again answers the same room with 200.",
    access: "organizer",
    params: z.strictObject({ id: Id }),
    answer: RoomAnswer,
    status: 201,
    alsoAnswers: [200],
    errors: ["SHOWTIME_NOT_FOUND", "SHOWTIME_CANCELLED", "OVERLOADED"],
  },
  async (ctx, { params }) => {
    const { room, created } = await openShowtimeRoom(ctx, params);
    return new Answer({ room }, { status: created ? 201 : 200 });
  },
);
