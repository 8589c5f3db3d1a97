import { useMutation } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { Button } from "../../parts/button.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { logOut, useSession } from "../../session/session.ts";
import { ProfileForm } from "./profile-form.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import { VerifyEmail } from "./verify-email.tsx";

export function ProfilePage() {
  const session = useSession();
  const leave = useMutation({ mutationFn: logOut });
  if (session.status !== "in") return null;
  const { user } = session;
  return (
    <>
      <PageHead title="Account" />
      {user.emailVerified ? null : <VerifyEmail user={user} />}
      <ProfileForm user={user} />
      <ThemeChoice />
      <Button className="justify-self-start" isPending={leave.isPending} onPress={() => leave.mutate()}>
        <LogOut className="size-4" aria-hidden />
        Log out
      </Button>
    </>
  );
}
