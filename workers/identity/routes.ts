import { Endpoints } from "../gateway/endpoint.ts";

export const identityRoutes = new Endpoints("identity");
