import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { request } from "../../api/request.ts";
import { Button } from "../../parts/button.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { useSession } from "../../session/session.ts";

export function PasswordPage() {
  const session = useSession();
  const [password, setPassword] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const change = useMutation({
    mutationFn: () => request(undefined, "/auth/change-password", { method: "POST", body: { password, newPassword } }),
    onSuccess: () => {
      setPassword("");
      setNewPassword("");
    },
  });
  const errors = fieldErrors(change.error, { BAD_CREDENTIALS: "password" });
  if (session.status !== "in") return null;
  return (
    <section aria-labelledby="password" className="max-w-sm">
      <PageHead title="Password" />
      <h1 id="password" className="text-lg">
        Password
      </h1>
      <p className="mt-1 mb-5 text-sm text-quiet">Changing it logs you out everywhere but here.</p>
      <Form
        key={change.isSuccess ? change.submittedAt : 0}
        className="grid gap-2"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <input type="hidden" name="username" autoComplete="username" value={session.user.email} readOnly />
        <PasswordField kind="current" label="Present password" value={password} onChange={setPassword} />
        <PasswordField kind="new" label="New password" name="newPassword" value={newPassword} onChange={setNewPassword} />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={change.error} />}
        <div className="flex items-center gap-4">
          <Button type="submit" variant="primary" isPending={change.isPending}>
            {change.isPending ? "Changing…" : "Change password"}
          </Button>
          <span role="status" className="text-sm text-quiet">
            {change.isSuccess && newPassword === "" ? "Changed. Other devices were logged out." : ""}
          </span>
        </div>
      </Form>
    </section>
  );
}
