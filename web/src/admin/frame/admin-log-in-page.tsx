import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { Wordmark } from "../../shell/wordmark.tsx";
import { logInAdmin } from "../api/admin-session.ts";

/** The administration's own log-in: an account of the shop is of no use here. */
export function AdminLogInPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => logInAdmin({ email: email.trim(), password }) });
  return (
    <div className="spotlight grid min-h-dvh content-start justify-items-center gap-10 px-4 py-10 sm:content-center sm:py-0">
      <PageHead title="Administration" />
      <a href="/" aria-label="Marquee, what’s on" className="rounded-control">
        <Wordmark />
      </a>
      <div className="grid w-full max-w-sm gap-6">
        <div>
          <h1 className="text-xl">Administration</h1>
          <p className="mt-2 text-quiet">With the platform’s own log-in. It lasts a day, in this tab.</p>
        </div>
        <Form
          className="grid gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            attempt.mutate();
          }}
        >
          <Field label="E-mail" name="email" type="email" autoComplete="username" autoFocus isRequired value={email} onChange={setEmail} />
          <PasswordField kind="current" value={password} onChange={setPassword} />
          <FormFailure error={attempt.error} />
          <Button type="submit" variant="primary" size="large" isPending={attempt.isPending}>
            {attempt.isPending ? "Logging in…" : "Log in"}
          </Button>
        </Form>
      </div>
    </div>
  );
}
