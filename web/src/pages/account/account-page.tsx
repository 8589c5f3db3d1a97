import { useMutation } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { Button } from "../../parts/button.tsx";
import { Initials } from "../../parts/initials.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { logOut, useSession } from "../../session/session.ts";
import { ThemeChoice } from "./theme-choice.tsx";

export function AccountPage() {
  const session = useSession();
  const leave = useMutation({ mutationFn: logOut });
  if (session.status !== "in") return null;
  const { user } = session;
  return (
    <div className="mx-auto grid max-w-md gap-8 px-4 py-8 sm:py-12">
      <PageHead title="Account" />
      <div className="flex items-center gap-4">
        <Initials name={user.name} large />
        <div className="min-w-0">
          <h1 className="truncate text-xl">{user.name}</h1>
          <p className="truncate text-quiet">{user.email}</p>
        </div>
      </div>
      <dl className="divide-y divide-line border-y border-line">
        <Fact name="Username" value={user.username} />
        <Fact name="E-mail" value={`${user.email}${user.emailVerified ? "" : " (not verified yet)"}`} />
        {user.phone === null ? null : <Fact name="Phone" value={user.phone} />}
      </dl>
      <ThemeChoice />
      <Button className="justify-self-start" isPending={leave.isPending} onPress={() => leave.mutate()}>
        <LogOut className="size-4" aria-hidden />
        Log out
      </Button>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-6 py-3 text-sm">
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 truncate">{value}</dd>
    </div>
  );
}
