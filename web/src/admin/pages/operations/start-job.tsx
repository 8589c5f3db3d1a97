import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { JobRun, JobView } from "../../../../../contracts/jobs.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../../parts/form-failure.tsx";
import { toast } from "../../../shell/toast.ts";
import { adminRequest } from "../../api/admin-request.ts";
import { jobsQuery } from "../../api/operations-queries.ts";

/** Starts a job by hand, for the period that it is now or for another one. */
export function StartJobDialog({ job, onClose }: { job: JobView; onClose: () => void }) {
  const client = useQueryClient();
  const [period, setPeriod] = useState("");
  const start = useMutation({
    mutationFn: () =>
      adminRequest<{ run: JobRun }>(`/jobs/${job.name}`, { method: "POST", body: period.trim() === "" ? {} : { period: period.trim() } }),
    onSuccess: ({ run }) => {
      toast({ title: "Started", body: `${run.name}, ${run.period}` });
      void client.invalidateQueries({ queryKey: jobsQuery.queryKey });
      onClose();
    },
  });
  const errors = fieldErrors(start.error);
  return (
    <Dialog title={`Run ${job.name}?`} isOpen onClose={onClose} stays>
      <Form
        className="grid gap-3"
        validationErrors={errors}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <p className="text-sm text-quiet">{job.summary}. Whoever got a mail for the period gets no second one.</p>
        <Field
          label="Period"
          name="period"
          autoComplete="off"
          spellCheck="false"
          hint="Empty: the one that it is now."
          {...(job.runs[0] === undefined ? {} : { placeholder: job.runs[0].period })}
          value={period}
          onChange={setPeriod}
        />
        {Object.keys(errors).length > 0 ? null : <FormFailure error={start.error} />}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isPending={start.isPending}>
            {start.isPending ? "Starting…" : "Run now"}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
