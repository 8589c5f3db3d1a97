import { z } from "zod";
import { PageQuery } from "../../contracts/envelope.ts";
import {
  AppAndKeys,
  AppAnswer,
  AppPage,
  AppWithKeys,
  CreateApp,
  CreateKey,
  KeyAnswer,
  NewKey,
  RotateKey,
  UpdateApp,
  WebConfig,
} from "../../contracts/tenants.ts";
import { Id } from "../../contracts/values.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { createApp } from "./create-app.ts";
import { createKey } from "./create-key.ts";
import { readApp, readApps, readWebConfig } from "./read.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey } from "./rotate-key.ts";
import { updateApp } from "./update-app.ts";

export const tenantRoutes = new Endpoints("Apps");

const appParams = z.object({ appId: Id });
const keyParams = z.object({ appId: Id, keyId: Id });

tenantRoutes.get(
  "/web-config",
  {
    operationId: "getWebConfig",
    summary: "The apps that the platform's own web app sells for, with the keys that it calls them with",
    access: "open",
    answer: WebConfig,
    style: "raw",
  },
  (ctx) => readWebConfig(ctx),
);

tenantRoutes.post(
  "/api/v1/admin/apps",
  {
    operationId: "createApp",
    summary: "Register an app",
    description: "With one key of each kind, shown here and never again.",
    access: "admin",
    body: CreateApp,
    answer: AppWithKeys,
    status: 201,
  },
  (ctx, { body }) => createApp(ctx, body),
);

tenantRoutes.get(
  "/api/v1/admin/apps",
  { operationId: "listApps", summary: "All apps, the newest first", access: "admin", query: PageQuery, answer: AppPage },
  (ctx, { query }) => readApps(ctx, query),
);

tenantRoutes.get(
  "/api/v1/admin/apps/{appId}",
  {
    operationId: "getApp",
    summary: "An app and its keys",
    access: "admin",
    params: appParams,
    answer: AppAndKeys,
    errors: ["APP_NOT_FOUND"],
  },
  (ctx, { params }) => readApp(ctx, params),
);

tenantRoutes.patch(
  "/api/v1/admin/apps/{appId}",
  {
    operationId: "updateApp",
    summary: "Change an app, or switch it off",
    access: "admin",
    params: appParams,
    body: UpdateApp,
    answer: AppAnswer,
    errors: ["APP_NOT_FOUND"],
  },
  async (ctx, { params, body }) => ({ app: await updateApp(ctx, { ...params, ...body }) }),
);

tenantRoutes.post(
  "/api/v1/admin/apps/{appId}/keys",
  {
    operationId: "createKey",
    summary: "Make a further key",
    description: "Shown here and never again. `scopes` hold it to what it is for; without them it may do all that its kind may.",
    access: "admin",
    params: appParams,
    body: CreateKey,
    answer: NewKey,
    status: 201,
    errors: ["APP_NOT_FOUND", "KEY_LIMIT_REACHED"],
  },
  (ctx, { params, body }) => createKey(ctx, { ...params, ...body }),
);

tenantRoutes.delete(
  "/api/v1/admin/apps/{appId}/keys/{keyId}",
  {
    operationId: "revokeKey",
    summary: "Revoke a key",
    access: "admin",
    params: keyParams,
    answer: KeyAnswer,
    errors: ["APP_NOT_FOUND", "KEY_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ key: await revokeKey(ctx, params) }),
);

tenantRoutes.post(
  "/api/v1/admin/apps/{appId}/rotate-key",
  {
    operationId: "rotateKey",
    summary: "Make a new key in place of one, or of all others of its kind",
    description: "Those go on working for graceSeconds. The new key may do what one of them could. It is shown here and never again.",
    access: "admin",
    params: appParams,
    body: RotateKey,
    answer: NewKey,
    status: 201,
    errors: ["APP_NOT_FOUND", "KEY_NOT_FOUND", "KEY_LIMIT_REACHED"],
  },
  (ctx, { params, body }) => rotateKey(ctx, { ...params, ...body }),
);
