import { useMutation } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { User } from "../../../../contracts/identity.ts";
import { request } from "../../api/request.ts";
import { Button } from "../../parts/button.tsx";
import { CodeField, codeDigits } from "../../parts/code-field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { Resend } from "../../parts/resend.tsx";
import { userChanged } from "../../session/session.ts";
import { toast } from "../../shell/toast.ts";

interface VerifyEmailProps {
  user: User;
  /** For an address from which mails came back: no code is on its way until one is asked for. */
  isAgain?: boolean;
  onVerified?: () => void;
}

/** Stands on the account page until the address is proved; the code came with the welcome mail. */
export function VerifyEmail({ user, isAgain = false, onVerified }: VerifyEmailProps) {
  const { email } = user;
  const [otp, setOtp] = useState("");
  const verify = useMutation({
    mutationFn: (code: string) => request(undefined, "/auth/verify-email", { method: "POST", body: { email, otp: code } }),
    onSuccess: () => {
      userChanged({ ...user, emailVerified: true });
      toast({ title: "Address verified", body: isAgain ? `Mails go to ${email} again.` : `${email} is yours.` });
      onVerified?.();
    },
  });
  const errors = fieldErrors(verify.error);
  return (
    <section aria-labelledby="verify" className="grid gap-4 rounded-card border border-line bg-stage p-5">
      <div className="flex gap-3">
        <MailCheck className="mt-0.5 size-5 shrink-0 text-accent-text" aria-hidden />
        <div>
          <h2 id="verify" className="text-base">
            {isAgain ? "Get mails again" : "Verify your address"}
          </h2>
          <p className="mt-1 text-sm text-quiet">
            {isAgain ? "Six digits go to" : "We mailed six digits to"} <b className="font-medium text-ink">{email}</b>
            {isAgain
              ? " when you ask for them, a few times a day at most."
              : ". With a verified address you can get back in when you forget your password."}
          </p>
        </div>
      </div>
      <Form
        className="grid gap-1"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          verify.mutate(otp);
        }}
      >
        <CodeField value={otp} onChange={setOtp} onComplete={(code) => verify.mutate(code)} />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={verify.error} />}
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Button type="submit" variant="primary" isPending={verify.isPending} isDisabled={otp.length < codeDigits}>
            {verify.isPending ? "Verifying…" : "Verify"}
          </Button>
          <Resend
            justSent={false}
            isFirst={isAgain}
            resend={() => request(undefined, "/auth/verify-email/resend", { method: "POST", body: { email } })}
          />
        </div>
      </Form>
    </section>
  );
}
