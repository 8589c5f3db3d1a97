import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Erased } from "../../../../contracts/users.ts";
import { Avatar } from "../../parts/avatar.tsx";
import { Button } from "../../parts/button.tsx";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { toast } from "../../shell/toast.ts";
import { admin, userQuery } from "../api/admin-queries.ts";
import { adminRequest } from "../api/admin-request.ts";
import { AdminHead } from "../parts/admin-head.tsx";
import { ConfirmByTyping } from "../parts/confirm-by-typing.tsx";
import { Facts } from "../parts/facts.tsx";
import { IdText } from "../parts/id-text.tsx";
import { Moment } from "../parts/moment.tsx";
import { Pending } from "../parts/pending.tsx";
import { WayUp } from "../parts/way-up.tsx";

export function UserPage() {
  const { id } = useParams({ from: "/admin/users/$id" });
  const user = useQuery(userQuery(id));
  const [isErasing, setErasing] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const erase = useMutation({
    mutationFn: () => adminRequest<Erased>(`/users/${id}`, { method: "DELETE" }),
    onSuccess: () => {
      toast({ title: "Account erased", body: "Bookings and payments stay, without a name." });
      client.removeQueries({ queryKey: [admin, "user", id] });
      void client.invalidateQueries({ queryKey: [admin, "users"] });
      void navigate({ to: "/admin/users" });
    },
  });
  if (user.isError)
    return (
      <>
        <PageHead title="Users · Administration" />
        <Failed error={user.error} retry={() => void user.refetch()} title="This user did not load" />
      </>
    );
  if (user.data === undefined) return <Pending room="h-80" />;
  const { data } = user;
  return (
    <>
      <WayUp to="/admin/users">Users</WayUp>
      <AdminHead title={data.name} lead={data.email}>
        <Link to="/admin/bookings" search={{ q: id }} className={buttonStyle("plain", "small")}>
          Bookings
        </Link>
        <Link to="/admin/audit" search={{ actor: id }} className={buttonStyle("plain", "small")}>
          Audit log
        </Link>
        <Button variant="loss" size="small" onPress={() => setErasing(true)}>
          Erase…
        </Button>
      </AdminHead>
      <Facts
        facts={[
          ["Picture", <Avatar key="picture" name={data.name} url={data.avatarUrl} />],
          ["Username", data.username],
          ["E-mail", data.email],
          ["Address verified", data.emailVerified ? "Yes" : "Not yet"],
          ["Phone", data.phone ?? "–"],
          ["Id", <IdText key="id" id={data.id} />],
          ["Since", <Moment key="since" at={data.createdAt} />],
          ["Changed", <Moment key="changed" at={data.updatedAt} />],
        ]}
      />
      <ConfirmByTyping
        title={`Erase ${data.name}?`}
        word={data.username}
        action="Erase for good"
        acting="Erasing…"
        isOpen={isErasing}
        onClose={() => setErasing(false)}
        attempt={erase}
      >
        Name, address, phone, picture, password, sessions and kept mails go at once and cannot be brought back. Bookings and payments stay
        in the books without a name.
      </ConfirmByTyping>
    </>
  );
}
