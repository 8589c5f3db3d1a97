import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link, useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { send } from "../../api/send.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { linkStyle } from "./sign-in-style.ts";

const route = getRouteApi("/forgot-password");

/** Asks for the code; the next page takes it. The server says the same whether or not there is an account, and so does this page. */
export function ForgotPasswordPage() {
  const { next } = route.useSearch();
  const on = next === undefined ? {} : { next };
  const navigate = useNavigate();
  const [email, setEmail] = useState(useLocation().state.email ?? "");
  const ask = useMutation({
    mutationFn: () => send(undefined, "/auth/forgot-password", { method: "POST", body: { email: email.trim() } }),
    onSuccess: () => navigate({ to: "/reset-password", search: on, state: { email: email.trim() } }),
  });
  return (
    <SignInFrame title="Forgot your password?" lead="We mail you a code. With it you choose a new password.">
      <Form
        className="grid gap-2"
        validationErrors={fieldErrors(ask.error)}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <Field label="E-mail" name="email" type="email" autoComplete="username" autoFocus isRequired value={email} onChange={setEmail} />
        {Object.keys(fieldErrors(ask.error)).length > 0 ? null : <FormFailure error={ask.error} />}
        <Button type="submit" variant="primary" size="large" isPending={ask.isPending}>
          {ask.isPending ? "Sending…" : "Mail me a code"}
        </Button>
      </Form>
      <p className="text-sm text-quiet">
        Remembered it?{" "}
        <Link to="/login" search={on} className={linkStyle}>
          Log in
        </Link>
      </p>
    </SignInFrame>
  );
}
