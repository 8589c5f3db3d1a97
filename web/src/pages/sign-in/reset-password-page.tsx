import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link, useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { send } from "../../api/send.ts";
import { Button } from "../../parts/button.tsx";
import { CodeField } from "../../parts/code-field.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { Resend } from "../../parts/resend.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { linkStyle } from "./sign-in-style.ts";

const route = getRouteApi("/reset-password");

/** The code from the mail and a new password. The address comes from the page before, or is asked for where somebody comes from the mail. */
export function ResetPasswordPage() {
  const { next } = route.useSearch();
  const on = next === undefined ? {} : { next };
  const navigate = useNavigate();
  const known = useLocation().state.email ?? "";
  const [email, setEmail] = useState(known);
  const [otp, setOtp] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => send(undefined, "/auth/reset-password", { method: "POST", body: { email: email.trim(), otp, newPassword } }),
    onSuccess: () => navigate({ to: "/login", search: { ...on, reset: true }, replace: true }),
  });
  const errors = fieldErrors(reset.error);
  return (
    <SignInFrame
      title="Choose a new password"
      lead={known === "" ? "With the code from the mail." : `If ${known} has an account, a code is in its inbox now. It lasts 10 minutes.`}
    >
      <Form
        className="grid gap-2"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        {known === "" ? (
          <Field label="E-mail" name="email" type="email" autoComplete="username" autoFocus isRequired value={email} onChange={setEmail} />
        ) : (
          <input type="hidden" name="username" autoComplete="username" value={known} readOnly />
        )}
        <CodeField autoFocus={known !== ""} value={otp} onChange={setOtp} />
        <Resend
          justSent={known !== ""}
          resend={() => send(undefined, "/auth/forgot-password", { method: "POST", body: { email: email.trim() } })}
        />
        <PasswordField kind="new" label="New password" name="newPassword" value={newPassword} onChange={setNewPassword} />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={reset.error} />}
        <Button type="submit" variant="primary" size="large" isPending={reset.isPending}>
          {reset.isPending ? "Changing…" : "Change password"}
        </Button>
      </Form>
      <p className="text-sm text-quiet">
        This logs you out everywhere else. Wrong address?{" "}
        <Link to="/forgot-password" search={on} className={linkStyle}>
          Start over
        </Link>
      </p>
    </SignInFrame>
  );
}
