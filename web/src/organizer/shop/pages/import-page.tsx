import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { limits } from "../../../../../contracts/limits.ts";
import type { ImportReport } from "../../../../../contracts/products.ts";
import { countWords } from "../../../admin/parts/chart-words.ts";
import { request } from "../../../api/request.ts";
import { type Domain, domainWords } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { buttonStyle } from "../../../parts/button-style.ts";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { saveAs } from "../../../save-as.ts";
import { ownProducts } from "../api/shop-queries.ts";
import { ImportReportView } from "../import/import-report.tsx";
import { importTemplate } from "../import/import-template.ts";
import { ShopFrame } from "../parts/shop-frame.tsx";
import { ToProducts } from "../parts/to-shop.tsx";

/** Products from a file: first tried, then taken. */
export function ImportPage() {
  return (
    <ShopFrame
      title="Import products"
      lead="A CSV file, one line a product or variant. It is tried first: nothing changes before you have seen what would."
      above={(domain) => <ToProducts domain={domain} />}
      actions={() => <Button onPress={() => saveAs("products-template.csv", "text/csv", importTemplate)}>Template</Button>}
    >
      {(domain) => <Import key={domain} domain={domain} />}
    </ShopFrame>
  );
}

interface Tried {
  file: File;
  lines: readonly string[];
}

function Import({ domain }: { domain: Domain }) {
  const [tried, setTried] = useState<Tried | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const queryClient = useQueryClient();
  const send = async (file: File, isTrial: boolean) => {
    const { report } = await request<{ report: ImportReport }>(domain, `/products/import${isTrial ? "?dryRun=true" : ""}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: file,
    });
    return report;
  };
  const trial = useMutation({ mutationFn: (file: File) => send(file, true) });
  const take = useMutation({
    mutationFn: (file: File) => send(file, false),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ownProducts }),
  });
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    take.reset();
    trial.reset();
    setTried(null);
    const words = fileFault(file);
    setFault(words);
    if (words !== null) return;
    setTried({ file, lines: (await file.text()).split(/\r\n|\n|\r/) });
    trial.mutate(file);
  };
  const report = take.data ?? trial.data;
  const changes = (trial.data?.created ?? 0) + (trial.data?.updated ?? 0);
  return (
    <div className="grid gap-6">
      <DropZone
        aria-label="CSV file"
        onDrop={async ({ items }) => {
          const [item] = items;
          if (item?.kind === "file") await open(await item.getFile());
        }}
        className="grid justify-items-center gap-2 rounded-card border border-dashed border-edge px-4 py-8 text-center data-[drop-target]:border-accent data-[drop-target]:bg-accent-wash data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent-text"
      >
        <FileSpreadsheet className="size-6 text-quiet" aria-hidden />
        <p className="text-sm text-quiet">
          {tried === null ? "Drop a CSV file here, or" : <strong className="text-ink">{tried.file.name}</strong>}
        </p>
        <FileTrigger acceptedFileTypes={["text/csv", ".csv"]} onSelect={(files) => void open(files?.[0])}>
          <Button size="dense">{tried === null ? "Choose a file" : "Choose another file"}</Button>
        </FileTrigger>
        <p className="max-w-lg text-xs text-quiet">
          The first line names the columns, <code>sku</code> among them. Up to {countWords(limits.importLinesMax)} lines and{" "}
          {limits.importBodyBytesMax / 1024 / 1024} MiB. A line whose SKU you have already changes that product.
        </p>
      </DropZone>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-loss">
          {fault}
        </p>
      )}
      <FormFailure error={trial.error ?? take.error} />
      {trial.isPending ? (
        <div aria-busy="true" className="skeleton h-64 rounded-card">
          <span className="sr-only">Trying the file</span>
        </div>
      ) : null}
      {report === undefined || tried === null ? null : (
        <section aria-label="Report" className="rise grid gap-4">
          <div className="flex flex-wrap items-center justify-between gap-4" role="status">
            <h2 className="text-lg">{take.data === undefined ? "What would change" : "Imported"}</h2>
            {take.data === undefined ? (
              <Button variant="primary" isDisabled={changes === 0} isPending={take.isPending} onPress={() => take.mutate(tried.file)}>
                {take.isPending
                  ? "Importing…"
                  : changes === 0
                    ? "Nothing to import"
                    : `Import ${changes === 1 ? "1 line" : `${countWords(changes)} lines`}`}
              </Button>
            ) : (
              <Link to="/organizer/products" search={{ d: domainWords[domain].param }} className={buttonStyle("primary")}>
                To the products
              </Link>
            )}
          </div>
          {take.data === undefined && report.refused > 0 ? (
            <p className="text-sm text-quiet">
              {report.refused === 1 ? "One line is" : `${countWords(report.refused)} lines are`} refused and stop no other. Mend the file
              and choose it again, or import the rest.
            </p>
          ) : null}
          <ImportReportView domain={domain} report={report} lines={tried.lines} isTrial={take.data === undefined} />
        </section>
      )}
    </div>
  );
}

function fileFault({ name, size }: File): string | null {
  if (size === 0) return `${name} is empty.`;
  if (size <= limits.importBodyBytesMax) return null;
  return `${name} is larger than ${limits.importBodyBytesMax / 1024 / 1024} MiB. Split it.`;
}
