import { Endpoints } from "../gateway/endpoint.ts";

export const catalogRoutes = new Endpoints("catalog");
