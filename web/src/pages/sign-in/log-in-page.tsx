import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { logIn } from "../../session/session.ts";
import { Providers } from "./providers.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { linkStyle } from "./sign-in-style.ts";
import { useWayBack } from "./use-way-back.ts";

const route = getRouteApi("/login");

export function LogInPage() {
  const search = route.useSearch();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => logIn(name.includes("@") ? { email: name.trim(), password } : { username: name.trim(), password }),
  });
  useWayBack(search.next);
  const on = search.next === undefined ? {} : { next: search.next };
  return (
    <SignInFrame title="Log in" lead={leadOf(search)}>
      <Form
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Field label="E-mail or username" name="username" autoComplete="username" autoFocus isRequired value={name} onChange={setName} />
        <PasswordField
          kind="current"
          value={password}
          onChange={setPassword}
          aside={
            <Link to="/forgot-password" search={on} state={{ email: name.includes("@") ? name.trim() : "" }} className={linkStyle}>
              Forgot your password?
            </Link>
          }
        />
        <FormFailure error={attempt.error} />
        <Button type="submit" variant="primary" size="large" isPending={attempt.isPending}>
          {attempt.isPending ? "Logging in…" : "Log in"}
        </Button>
      </Form>
      <Providers next={search.next} />
      <p className="text-sm text-quiet">
        New here?{" "}
        <Link to="/register" search={on} className={linkStyle}>
          Create an account
        </Link>
      </p>
    </SignInFrame>
  );
}

interface Circumstances {
  next?: string | undefined;
  ended?: boolean | undefined;
  reset?: boolean | undefined;
}

function leadOf({ next, ended, reset }: Circumstances): string {
  if (reset) return "Your password is changed. Log in with the new one.";
  if (ended) return "Your session ran out. Log in to go on where you were.";
  if (next?.startsWith("/showtimes/")) return "Then your seats are held. They are still chosen when you come back.";
  if (next?.startsWith("/checkout")) return "Then you check out. Your cart comes with you.";
  return "Your tickets, in one place.";
}
