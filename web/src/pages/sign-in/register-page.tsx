import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { register } from "../../session/session.ts";
import { toast } from "../../shell/toast.ts";
import { Providers } from "./providers.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { linkStyle } from "./sign-in-style.ts";
import { useWayBack } from "./use-way-back.ts";

const route = getRouteApi("/register");

export function RegisterPage() {
  const { next } = route.useSearch();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => register({ email: email.trim(), password, ...(name.trim() === "" ? {} : { name: name.trim() }) }),
    onSuccess: (user) =>
      toast({
        title: `Welcome, ${user.name}`,
        body: `A code is on its way to ${user.email}. Enter it under Account to verify the address.`,
      }),
  });
  const errors = fieldErrors(attempt.error);
  useWayBack(next);
  return (
    <SignInFrame title="Create an account" lead="One account for every show, film and bus.">
      <Form
        className="grid gap-2"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Field label="Name" name="name" autoComplete="name" autoFocus maxLength={200} value={name} onChange={setName} />
        <Field label="E-mail" name="email" type="email" autoComplete="email" isRequired value={email} onChange={setEmail} />
        <PasswordField kind="new" value={password} onChange={setPassword} />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={attempt.error} />}
        <Button type="submit" variant="primary" size="large" isPending={attempt.isPending}>
          {attempt.isPending ? "Creating…" : "Create account"}
        </Button>
      </Form>
      <Providers next={next} />
      <p className="text-sm text-quiet">
        Been here before?{" "}
        <Link to="/login" search={next === undefined ? {} : { next }} className={linkStyle}>
          Log in
        </Link>
      </p>
    </SignInFrame>
  );
}
