import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { ConfigurationEntry } from "../../../../../contracts/configuration.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { configurationsQuery, ownApplication } from "../../api/configuration-queries.ts";
import { AdminHead } from "../../parts/admin-head.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Moment } from "../../parts/moment.tsx";
import { rowLink } from "../../parts/row-link.ts";

const columns: Column<ConfigurationEntry>[] = [
  {
    name: "Application",
    cell: ({ application, profile }) => (
      <Link to="/admin/configuration/$application/$profile" params={{ application, profile }} className={rowLink}>
        {application}
      </Link>
    ),
  },
  { name: "Profile", cell: ({ profile }) => profile },
  { name: "Version", isNumber: true, cell: ({ version }) => version },
  { name: "Changed", cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

export function ConfigurationsPage() {
  const configurations = useQuery(configurationsQuery);
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <AdminHead
        title="Configuration"
        lead={
          <>
            Versioned properties by application and profile, served in Spring Cloud Config’s shape. <code>{ownApplication}</code> is this
            platform: a change is in force everywhere within 30 seconds.
          </>
        }
      >
        <Button size="small" variant="primary" onPress={() => setAdding(true)}>
          <Plus className="size-4" aria-hidden />
          New
        </Button>
      </AdminHead>
      <DataTable
        label="Configurations"
        columns={columns}
        rows={configurations.data}
        keyOf={({ application, profile }) => `${application}/${profile}`}
        error={configurations.error}
        retry={() => void configurations.refetch()}
        empty={
          <>
            Nothing is configured: the defaults are in force.{" "}
            <Link
              to="/admin/configuration/$application/$profile"
              params={{ application: ownApplication, profile: "default" }}
              className={rowLink}
            >
              Change the platform’s own
            </Link>
          </>
        }
      />
      <Dialog title="New configuration" isOpen={isAdding} onClose={() => setAdding(false)}>
        <NewConfiguration />
      </Dialog>
    </>
  );
}

const name = { maxLength: 64, pattern: "[A-Za-z][A-Za-z0-9_\\-]*", spellCheck: "false", autoComplete: "off", isRequired: true } as const;

function NewConfiguration() {
  const navigate = useNavigate();
  const [application, setApplication] = useState(ownApplication);
  const [profile, setProfile] = useState("default");
  return (
    <Form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ to: "/admin/configuration/$application/$profile", params: { application, profile } });
      }}
    >
      <Field label="Application" {...name} value={application} onChange={setApplication} hint="Letters, digits, _ and -" autoFocus />
      <Field label="Profile" {...name} value={profile} onChange={setProfile} hint="default is what every profile starts from." />
      <Button type="submit" variant="primary" className="justify-self-end">
        Go on
      </Button>
    </Form>
  );
}
