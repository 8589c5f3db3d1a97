import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Button } from "../../parts/button.tsx";
import { logIn } from "../../session/session.ts";
import { Field } from "./field.tsx";
import { FormFailure } from "./form-failure.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
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
  return (
    <SignInFrame title="Log in" lead={leadOf(search.ended === true, search.next)}>
      <Form
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Field label="E-mail or username" name="username" autoComplete="username" autoFocus isRequired value={name} onChange={setName} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          isRequired
          value={password}
          onChange={setPassword}
        />
        <FormFailure error={attempt.error} />
        <Button type="submit" variant="primary" size="large" isPending={attempt.isPending}>
          {attempt.isPending ? "Logging in…" : "Log in"}
        </Button>
      </Form>
      <p className="text-sm text-quiet">
        New here?{" "}
        <Link
          to="/register"
          search={search.next === undefined ? {} : { next: search.next }}
          className="font-medium text-ink underline underline-offset-4"
        >
          Create an account
        </Link>
      </p>
    </SignInFrame>
  );
}

function leadOf(ended: boolean, next: string | undefined): string {
  if (ended) return "Your session ran out. Log in to go on where you were.";
  if (next?.startsWith("/showtimes/")) return "Then your seats are held. They are still chosen when you come back.";
  return "Your tickets, in one place.";
}
