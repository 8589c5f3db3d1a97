import { Endpoints } from "../gateway/endpoint.ts";

export const paymentRoutes = new Endpoints("payments");
