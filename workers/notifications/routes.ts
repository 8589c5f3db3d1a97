import { Endpoints } from "../gateway/endpoint.ts";

export const notificationRoutes = new Endpoints("notifications");
