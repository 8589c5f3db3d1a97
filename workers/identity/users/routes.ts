import { UserAnswer } from "../../../contracts/identity.ts";
import {
  EmailExists,
  EmailQuestion,
  ProfileAnswer,
  UpdateUser,
  UserBatch,
  UserBatchAnswer,
  UserPage,
  UserParams,
  UserQuery,
} from "../../../contracts/users.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { listUsers } from "./list-users.ts";
import { emailExists, readUser, readUserBatch } from "./read-users.ts";
import { updateUser } from "./update-user.ts";

export const userRoutes = new Endpoints("Users", "identity");

userRoutes.get(
  "/api/v1/users",
  {
    operationId: "listUsers",
    summary: "All people, for the platform's owner",
    description: "With `limit` and `cursor` the newest first; with `page`, `size` or `sort=field,desc` by that order and with `total`.",
    access: "admin",
    query: UserQuery,
    answer: UserPage,
  },
  (ctx, { query }) => listUsers(ctx, query),
);

userRoutes.get(
  "/api/v1/users/{id}",
  {
    operationId: "getUser",
    summary: "A person: oneself whole, others by what is public",
    description: "`me` is whoever is signed in.",
    access: "userOrServer",
    params: UserParams,
    answer: ProfileAnswer,
    errors: ["USER_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ user: await readUser(ctx, params) }),
);

userRoutes.patch(
  "/api/v1/users/{id}",
  {
    operationId: "updateUser",
    summary: "Change one's own profile",
    description: "What is not named stays as it is; null takes a phone number or a picture away.",
    access: "user",
    params: UserParams,
    body: UpdateUser,
    answer: UserAnswer,
    errors: ["FORBIDDEN", "USERNAME_TAKEN", "URL_NOT_ALLOWED"],
  },
  async (ctx, { params, body }) => ({ user: await updateUser(ctx, { ...params, ...body }) }),
);

userRoutes.post(
  "/api/v1/users/batch",
  {
    operationId: "getUsers",
    summary: "What is public of up to 100 people",
    description: "In the order of the ids; who does not exist is left out.",
    access: "userOrServer",
    body: UserBatch,
    answer: UserBatchAnswer,
    idempotency: "none",
  },
  async (ctx, { body }) => ({ items: await readUserBatch(ctx, body) }),
);

userRoutes.post(
  "/api/v1/users/email_exists",
  {
    operationId: "emailExists",
    summary: "Whether an address has an account",
    description: "Strictly limited.",
    access: "app",
    body: EmailQuestion,
    answer: EmailExists,
    rate: "emailExists",
    idempotency: "none",
  },
  async (ctx, { body }) => ({ exists: await emailExists(ctx, body) }),
);
