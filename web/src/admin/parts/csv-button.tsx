import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "../../parts/button.tsx";
import { toast } from "../../shell/toast.ts";
import { downloadCsv } from "../api/admin-request.ts";

/** Saves what the filters show, all of it, as a file. */
export function CsvButton({ path, query, name }: { path: string; query: string; name: string }) {
  const download = useMutation({
    mutationFn: () => downloadCsv(path, query, name),
    onError: (error) => toast({ title: "The export failed", body: error.message }),
  });
  return (
    <Button size="small" isPending={download.isPending} onPress={() => download.mutate()}>
      <Download className="size-4" aria-hidden />
      {download.isPending ? "Exporting…" : "CSV"}
    </Button>
  );
}
