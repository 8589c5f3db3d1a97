import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { Domain } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { toast } from "../../../shell/toast.ts";
import { downloadCsv } from "../../api/organizer-queries.ts";

/** Saves a whole list as a file. `path` has its filters with it. */
export function CsvDownload({ domain, path, name }: { domain: Domain; path: string; name: string }) {
  const download = useMutation({
    mutationFn: () => downloadCsv(domain, path, name),
    onError: (error) => toast({ title: "The download failed", body: error.message }),
  });
  return (
    <Button isPending={download.isPending} onPress={() => download.mutate()}>
      <Download className="size-4" aria-hidden />
      {download.isPending ? "Downloading…" : "CSV"}
    </Button>
  );
}
