import { Endpoints } from "../gateway/endpoint.ts";

export const bookingRoutes = new Endpoints("booking");
