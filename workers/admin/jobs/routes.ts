import { JobList, JobParams, JobRunAnswer, StartJob } from "../../../contracts/jobs.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { listJobs } from "./list-jobs.ts";
import { startJob } from "./start-job.ts";

export const jobRoutes = new Endpoints("Admin");

jobRoutes.get(
  "/api/v1/admin/jobs",
  {
    operationId: "listJobs",
    summary: "What runs by the clock, with its last runs and how far they are",
    description: "At most five runs of each, the newest first. A run that is RUNNING is further at the next reading.",
    access: "admin",
    answer: JobList,
  },
  (ctx) => listJobs(ctx),
);

jobRoutes.post(
  "/api/v1/admin/jobs/{name}",
  {
    operationId: "startJob",
    summary: "Start a job by hand",
    description:
      "Answers at once; the list shows how far the run is. A period that ran before runs again from its beginning, and whoever got a mail for it gets no second one.",
    access: "admin",
    params: JobParams,
    body: StartJob,
    answer: JobRunAnswer,
    errors: ["JOB_NOT_FOUND", "JOB_RUNNING"],
  },
  async (ctx, { params, body }) => ({ run: await startJob(ctx, params.name, body.period) }),
);
