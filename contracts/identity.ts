import { z } from "zod";
import { limits } from "./limits.ts";
import { Line, Time } from "./values.ts";

export const Role = z.enum(["USER", "ORGANIZER"]).meta({ id: "Role" });
export type Role = z.infer<typeof Role>;

export const Email = z
  .email("is not an e-mail address")
  .max(limits.emailCharsMax)
  .transform((address) => address.toLowerCase());

/** Letters, digits, dot, dash and underscore: it is shown, mentioned and part of log-ins, so it must be unmistakable and no e-mail address. */
export const Username = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "may have letters, digits, '.', '-' and '_'");

export const Password = z.string().min(limits.passwordCharsMin).max(limits.passwordCharsMax);

export const Phone = z.string().regex(/^\+?[0-9 ()/-]{5,30}$/, "is not a phone number");

/** Whom a code belongs to is said by the address beside it; what it is good for, by the route. */
export const Otp = z.string().regex(/^[0-9]{6}$/, "must be the six digits of the mail");

const userExample = {
  id: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  email: "ada@example.com",
  name: "Ada Lovelace",
  username: "ada",
  phone: null,
  avatarUrl: null,
  role: "USER",
  emailVerified: false,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

export const User = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    username: z.string(),
    phone: z.string().nullable(),
    avatarUrl: z.string().nullable(),
    role: Role,
    emailVerified: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "User", example: userExample });
export type User = z.infer<typeof User>;

export const UserAnswer = z.object({ user: User }).meta({ example: { user: userExample } });

/** A missing username is made from the address, a missing name is the username. */
export const Register = z
  .strictObject({
    email: Email,
    password: Password,
    name: Line.optional(),
    username: Username.optional(),
    phone: Phone.optional(),
  })
  .meta({ id: "Register", example: { email: "ada@example.com", password: "a long sentence, please", name: "Ada Lovelace" } });
export type Register = z.infer<typeof Register>;

export const Login = z
  .strictObject({
    email: z.string().trim().min(1).max(limits.emailCharsMax).optional(),
    username: z.string().trim().min(1).max(limits.emailCharsMax).optional(),
    password: z.string().min(1).max(limits.passwordCharsMax),
  })
  .refine((login) => (login.email === undefined) !== (login.username === undefined), {
    message: "send either email or username",
    path: ["email"],
  })
  .meta({ id: "Login", example: { email: "ada@example.com", password: "a long sentence, please" } });
export type Login = z.infer<typeof Login>;

/** `refreshToken` is left out where the browser keeps it in an httpOnly cookie (`x-session: cookie`). `expiresIn`: seconds of the access token. */
export const SessionTokens = z
  .object({ accessToken: z.string(), refreshToken: z.string().optional(), expiresIn: z.number().int() })
  .meta({ example: { accessToken: "eyJhbGciOiJFUzI1NiIs…", refreshToken: "mq_rt_Zb1…", expiresIn: 900 } });
export type SessionTokens = z.infer<typeof SessionTokens>;

export const Session = SessionTokens.extend({ user: User }).meta({
  example: { user: userExample, accessToken: "eyJhbGciOiJFUzI1NiIs…", refreshToken: "mq_rt_Zb1…", expiresIn: 900 },
});
export type Session = z.infer<typeof Session>;

/** Without `refreshToken` the cookie is meant. */
export const RefreshInput = z
  .strictObject({ refreshToken: z.string().min(1).max(512).optional() })
  .meta({ id: "RefreshInput", example: { refreshToken: "mq_rt_Zb1…" } });
export type RefreshInput = z.infer<typeof RefreshInput>;

/** How many sessions were live until now. */
export const LoggedOut = z.object({ sessionsEnded: z.number().int() }).meta({ example: { sessionsEnded: 1 } });
export type LoggedOut = z.infer<typeof LoggedOut>;

export const TokenFacts = z
  .object({ userId: z.string(), role: Role, expiresAt: Time })
  .meta({ example: { userId: userExample.id, role: "USER", expiresAt: "2026-11-21T09:15:00.000Z" } });
export type TokenFacts = z.infer<typeof TokenFacts>;

export const VerifyEmail = z
  .strictObject({ email: Email, otp: Otp })
  .meta({ id: "VerifyEmail", example: { email: "ada@example.com", otp: "271828" } });
export type VerifyEmail = z.infer<typeof VerifyEmail>;

export const EmailVerified = z.object({ emailVerified: z.literal(true) }).meta({ example: { emailVerified: true } });

/** Whose code is asked for. */
export const AskForCode = z.strictObject({ email: Email }).meta({ id: "AskForCode", example: { email: "ada@example.com" } });
export type AskForCode = z.infer<typeof AskForCode>;

/** The same for every address. `expiresIn`: seconds for which a code is good, if one was sent. */
export const CodeAsked = z.object({ expiresIn: z.number().int() }).meta({ example: { expiresIn: 600 } });
export type CodeAsked = z.infer<typeof CodeAsked>;

export const ResetPassword = z
  .strictObject({ email: Email, otp: Otp, newPassword: Password })
  .meta({ id: "ResetPassword", example: { email: "ada@example.com", otp: "271828", newPassword: "another long sentence" } });
export type ResetPassword = z.infer<typeof ResetPassword>;

export const ChangePassword = z
  .strictObject({ password: z.string().min(1).max(limits.passwordCharsMax), newPassword: Password })
  .meta({ id: "ChangePassword", example: { password: "a long sentence, please", newPassword: "another long sentence" } });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const AdminLogin = z
  .strictObject({ email: z.string().min(1).max(limits.emailCharsMax), password: z.string().min(1).max(limits.passwordCharsMax) })
  .meta({ id: "AdminLogin", example: { email: "admin@marquee.test", password: "marquee-local-admin" } });
export type AdminLogin = z.infer<typeof AdminLogin>;

export const AdminToken = z
  .object({ accessToken: z.string(), expiresIn: z.number().int() })
  .meta({ example: { accessToken: "eyJhbGciOiJFUzI1NiIs…", expiresIn: 86_400 } });
export type AdminToken = z.infer<typeof AdminToken>;

export const AdminFacts = z
  .object({ email: z.string(), expiresAt: Time })
  .meta({ example: { email: "admin@marquee.test", expiresAt: "2026-11-22T09:00:00.000Z" } });

/** `target`: the path that the ticket opens, without query and with or without /api/v1. */
export const CreateSocketTicket = z
  .strictObject({
    target: z
      .string()
      .min(2)
      .max(512)
      .regex(/^\/[A-Za-z0-9/_.-]+$/, "must be a path"),
  })
  .meta({ id: "CreateSocketTicket", example: { target: "/showtimes/sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6/live" } });
export type CreateSocketTicket = z.infer<typeof CreateSocketTicket>;

export const SocketTicket = z
  .object({ ticket: z.string(), expiresIn: z.number().int() })
  .meta({ example: { ticket: "eyJhbGciOiJFUzI1NiIs…", expiresIn: 30 } });
export type SocketTicket = z.infer<typeof SocketTicket>;
