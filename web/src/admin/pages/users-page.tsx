import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { UserRecord } from "../../../../contracts/users.ts";
import { usersQuery } from "../api/admin-queries.ts";
import { queryOf } from "../api/admin-request.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { Badge } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Filters, TextFilter } from "../parts/filters.tsx";
import { IdText } from "../parts/id-text.tsx";
import { Moment } from "../parts/moment.tsx";
import { NumberedPager } from "../parts/pager.tsx";
import { rowLink } from "../parts/row-link.ts";

const size = 25;
const columns: Column<UserRecord>[] = [
  {
    name: "Name",
    sort: "name",
    cell: (user) => (
      <Link to="/admin/users/$id" params={{ id: user.id }} className={`whitespace-nowrap ${rowLink}`}>
        {user.name}
      </Link>
    ),
  },
  { name: "E-mail", sort: "email", cell: (user) => user.email },
  { name: "Username", sort: "username", cell: (user) => user.username },
  { name: "Address", cell: (user) => (user.emailVerified ? <Badge tone="good">Verified</Badge> : <Badge>Not verified</Badge>) },
  { name: "Since", sort: "createdAt", cell: (user) => <Moment at={user.createdAt} /> },
  {
    name: "Id",
    cell: (user) => (
      <span className="block max-w-28">
        <IdText id={user.id} />
      </span>
    ),
  },
];

export function UsersPage() {
  const { q, page = 0, sort = "createdAt,desc" } = useSearch({ from: "/admin/users" });
  const users = useQuery(usersQuery(queryOf({ q, page, size, sort })));
  return (
    <>
      <AdminHead title="Users" lead="Every person with an account, in whatever app it began." />
      <Filters>
        <TextFilter name="q" label="Search" placeholder="A part of address, username or name" wide />
      </Filters>
      <DataTable
        label="Users"
        columns={columns}
        rows={users.data?.items}
        keyOf={(user) => user.id}
        error={users.error}
        retry={() => void users.refetch()}
        isStale={users.isPlaceholderData}
        empty={q === undefined ? "Nobody has an account yet." : `Nobody’s address, username or name contains “${q}”.`}
      />
      <NumberedPager page={page} size={size} total={users.data?.total} />
    </>
  );
}
