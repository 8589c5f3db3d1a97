import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { Listing } from "../../../../contracts/listings.ts";
import { ChoiceField } from "../../admin/parts/choice-field.tsx";
import { request } from "../../api/request.ts";
import { type Domain, domainOfParam, domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { Poster } from "../../parts/poster.tsx";
import { nounOf, ownListingsQuery } from "../api/organizer-queries.ts";
import { emptyListing, listingBody } from "../listing/listing-draft.ts";
import { ListingFields } from "../listing/listing-fields.tsx";
import { OrganizerHead, ToMyEvents } from "../parts/organizer-head.tsx";

/** A new listing: a draft until it is published. */
export function CreateEventPage() {
  const own = useQuery(ownListingsQuery);
  const asked = domainOfParam(useSearch({ from: "/organizer/events/create" }).d);
  if (own.isError) return <Failed error={own.error} retry={() => void own.refetch()} />;
  if (own.data === undefined) return <PagePending />;
  const [first] = own.data.domains;
  if (first === undefined) return <Failed error={null} title="You are no organizer yet" />;
  return <Create domains={own.data.domains} start={asked !== undefined && own.data.domains.includes(asked) ? asked : first} />;
}

function Create({ domains, start }: { domains: Domain[]; start: Domain }) {
  const [domain, setDomain] = useState(start);
  const [draft, setDraft] = useState(emptyListing);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: async () => {
      const path = `/${domainWords[domain].kind}`;
      const data = await request<Record<string, Listing>>(domain, path, { method: "POST", body: listingBody(draft, domain) });
      return data[nounOf[domain]]?.id ?? "";
    },
    onSuccess: async (id) => {
      await queryClient.invalidateQueries({ queryKey: ownListingsQuery.queryKey });
      await navigate({ to: "/organizer/events/$id", params: { id }, replace: true });
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <div className="page grid max-w-4xl gap-8 py-8 sm:py-12">
      <OrganizerHead title="Create event" lead="It starts as a draft that only you see." above={<ToMyEvents />} />
      <div className="grid gap-10 md:grid-cols-[minmax(0,1fr)_12rem]">
        <Form
          className="grid gap-2"
          validationErrors={errors}
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          {domains.length > 1 ? (
            <ChoiceField
              label="What is it?"
              value={domain}
              choices={Object.fromEntries(domains.map((each) => [each, domainWords[each].many])) as Record<Domain, string>}
              onChange={setDomain}
            />
          ) : null}
          <ListingFields domain={domain} draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} errors={errors} />
          {Object.keys(errors).length === 0 ? <FormFailure error={create.error} /> : null}
          <Button type="submit" variant="primary" size="large" isPending={create.isPending}>
            {create.isPending ? "Creating…" : "Create draft"}
          </Button>
        </Form>
        <div className="max-md:hidden">
          <Poster
            key={`${draft.title} ${draft.posterUrl}`}
            title={draft.title === "" ? "Your event" : draft.title}
            url={/^(https:\/\/|\/)./.test(draft.posterUrl) ? draft.posterUrl : null}
            className="rounded-card"
          />
          <p className="mt-2 text-center text-sm text-quiet">As it will hang on the front page</p>
        </div>
      </div>
    </div>
  );
}
