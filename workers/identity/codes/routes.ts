import {
  AskForCode,
  ChangePassword,
  CodeAsked,
  EmailVerified,
  LoggedOut,
  ResetPassword,
  VerifyEmail,
} from "../../../contracts/identity.ts";
import { Answer, Endpoints } from "../../gateway/endpoint.ts";
import { changePassword } from "../change-password.ts";
import { askForCode } from "./ask-for-code.ts";
import { resetPassword } from "./reset-password.ts";
import { verifyEmail } from "./verify-email.ts";

export const codeRoutes = new Endpoints("Identity", "identity");

codeRoutes.post(
  "/api/v1/auth/verify-email",
  {
    operationId: "verifyEmail",
    summary: "Verify an e-mail address with the code that was mailed to it",
    access: "app",
    body: VerifyEmail,
    answer: EmailVerified,
    errors: ["OTP_INVALID", "OTP_EXPIRED"],
  },
  (ctx, { body }) => verifyEmail(ctx, body),
);

codeRoutes.post(
  "/api/v1/auth/verify-email/resend",
  {
    operationId: "resendVerification",
    summary: "Mail another code that verifies an address",
    description:
      "The same answer whether there is such an account, it is verified already, or it has had its codes for this hour. An address from which mails came back gets one too, some a day: entering it lets mails go there again.",
    access: "app",
    body: AskForCode,
    answer: CodeAsked,
  },
  async (ctx, { body }) =>
    new Answer(await askForCode(ctx, { ...body, purpose: "VERIFY_EMAIL" }), {
      message: "If this address has an account and is not verified yet, a code is on its way.",
    }),
);

codeRoutes.post(
  "/api/v1/auth/forgot-password",
  {
    operationId: "forgotPassword",
    summary: "Mail a code that sets a new password",
    description: "The same answer whether there is such an account or not, or it has had its codes for this hour.",
    access: "app",
    body: AskForCode,
    answer: CodeAsked,
    status: 202,
  },
  async (ctx, { body }) =>
    new Answer(await askForCode(ctx, { ...body, purpose: "RESET_PASSWORD" }), {
      message: "If this address has an account, a code is on its way.",
    }),
);

codeRoutes.post(
  "/api/v1/auth/reset-password",
  {
    operationId: "resetPassword",
    summary: "Set a new password with the code that was mailed",
    description: "Ends every session of the account, in every app.",
    access: "app",
    body: ResetPassword,
    answer: LoggedOut,
    errors: ["OTP_INVALID", "OTP_EXPIRED"],
  },
  (ctx, { body }) => resetPassword(ctx, body),
);

codeRoutes.post(
  "/api/v1/auth/change-password",
  {
    operationId: "changePassword",
    summary: "Set a new password with the one that holds now",
    description: "Ends every other session of the account, in every app.",
    access: "user",
    body: ChangePassword,
    answer: LoggedOut,
    errors: ["BAD_CREDENTIALS", "ACCOUNT_LOCKED"],
  },
  (ctx, { body }) => changePassword(ctx, body),
);
