import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { User } from "../../../../contracts/identity.ts";
import type { Erased } from "../../../../contracts/users.ts";
import { failedWith } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { endSession } from "../../session/session.ts";
import { toast } from "../../shell/toast.ts";

interface DeleteAccountProps {
  user: User;
  isOpen: boolean;
  onClose: () => void;
}

export function DeleteAccount({ user, isOpen, onClose }: DeleteAccountProps) {
  return (
    <Dialog title="Delete your account?" isOpen={isOpen} onClose={onClose} stays>
      <DeleteForm user={user} onClose={onClose} />
    </Dialog>
  );
}

/** Nothing happens before the username is typed; the password is asked for where the log-in is not recent. */
function DeleteForm({ user, onClose }: Omit<DeleteAccountProps, "isOpen">) {
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const erase = useMutation({
    mutationFn: () => request<Erased>(undefined, "/users/me", { method: "DELETE", body: password === "" ? {} : { password } }),
    onSuccess: () => {
      endSession("left");
      toast({ title: "Your account is deleted", body: "Nobody can log in with it any more." });
    },
  });
  const asksPassword = failedWith(erase.error, "PASSWORD_REQUIRED", "BAD_CREDENTIALS");
  const errors = fieldErrors(erase.error, { BAD_CREDENTIALS: "password" });
  const isFirstAsk = failedWith(erase.error, "PASSWORD_REQUIRED") && password === "";
  return (
    <Form
      className="grid gap-3"
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === user.username) erase.mutate();
      }}
    >
      <dl className="grid gap-3 text-sm">
        <div>
          <dt className="font-semibold">What goes, at once</dt>
          <dd className="text-quiet">Your name, addresses, phone, picture, password, sessions and the mails that we kept.</dd>
        </div>
        <div>
          <dt className="font-semibold">What stays</dt>
          <dd className="text-quiet">
            Bookings and payments, because books must be kept, under a number that leads to nobody. Booked seats stay booked, so keep your
            tickets.
          </dd>
        </div>
      </dl>
      <Field
        label={`Type ${user.username} to confirm`}
        name="confirmation"
        autoComplete="off"
        spellCheck="false"
        autoFocus
        value={typed}
        onChange={setTyped}
      />
      {asksPassword || password !== "" ? (
        <>
          <p role="status" className="text-sm">
            {isFirstAsk ? "You logged in a while ago. Enter your password to show that it is you." : ""}
          </p>
          <PasswordField kind="current" value={password} onChange={setPassword} />
        </>
      ) : null}
      {Object.keys(errors).length > 0 || isFirstAsk ? null : <FormFailure error={erase.error} />}
      <div className="flex justify-end gap-3">
        <Button onPress={onClose}>Keep it</Button>
        <Button type="submit" variant="loss" isDisabled={typed.trim() !== user.username} isPending={erase.isPending}>
          {erase.isPending ? "Deleting…" : "Delete for good"}
        </Button>
      </div>
    </Form>
  );
}
