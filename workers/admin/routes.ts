import { Endpoints } from "../gateway/endpoint.ts";

export const adminRoutes = new Endpoints("admin");
