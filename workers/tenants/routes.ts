import { Endpoints } from "../gateway/endpoint.ts";

export const tenantRoutes = new Endpoints("tenants");
