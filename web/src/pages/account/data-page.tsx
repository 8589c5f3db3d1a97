import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { requestRaw } from "../../api/request.ts";
import { Button } from "../../parts/button.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { saveAs } from "../../save-as.ts";
import { useSession } from "../../session/session.ts";
import { DeleteAccount } from "./delete-account.tsx";

export function DataPage() {
  const session = useSession();
  const [isDeleting, setDeleting] = useState(false);
  const download = useMutation({
    mutationFn: async () => (await requestRaw(undefined, "/users/me/export")).blob(),
    onSuccess: (data) => saveAs("marquee-my-data.json", "application/json", data),
  });
  if (session.status !== "in") return null;
  return (
    <>
      <PageHead title="Your data" />
      <section aria-labelledby="download">
        <h1 id="download" className="text-lg">
          Download your data
        </h1>
        <p className="mt-1 mb-4 text-sm text-quiet">
          Your profile, sessions, bookings, payments and mails, in one JSON file that people and programs can read.
        </p>
        <Button isPending={download.isPending} onPress={() => download.mutate()}>
          <Download className="size-4" aria-hidden />
          {download.isPending ? "Collecting…" : "Download"}
        </Button>
        <div className="mt-3">
          <FormFailure error={download.error} />
        </div>
      </section>
      <section aria-labelledby="delete" className="border-t border-line pt-8">
        <h2 id="delete" className="text-lg">
          Delete your account
        </h2>
        <p className="mt-1 mb-4 text-sm text-quiet">
          You are logged out everywhere and cannot get back in. Tickets for shows to come are no longer in an account, so download them
          first.
        </p>
        <Button variant="loss" onPress={() => setDeleting(true)}>
          Delete account…
        </Button>
        <DeleteAccount user={session.user} isOpen={isDeleting} onClose={() => setDeleting(false)} />
      </section>
    </>
  );
}
