import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import {
  type NotificationChannel,
  type NotificationPreferences,
  NotificationTopic,
  topicRules,
} from "../../../../contracts/notifications.ts";
import { changePreferences, preferencesQuery } from "../../notifications/notification-queries.ts";
import { topicIcons } from "../../notifications/topic-icons.ts";
import { zoneHere } from "../../notifications/use-own-time-zone.ts";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { BareSwitch } from "../../parts/switch.tsx";
import { useSession } from "../../session/session.ts";
import { topicWords } from "./topic-words.ts";
import { VerifyEmail } from "./verify-email.tsx";

const channelWords: Record<NotificationChannel, string> = { mail: "Mail", inApp: "Bell" };
const channels = ["mail", "inApp"] as const;
const rows = "grid grid-cols-[minmax(0,1fr)_3.5rem_3.5rem] items-center gap-x-2";

/** What somebody wishes to hear, and how; and where it is morning for them. */
export function NotificationPreferencesPage() {
  const preferences = useQuery(preferencesQuery);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: changePreferences,
    onSuccess: (changed) => client.setQueryData(preferencesQuery.queryKey, changed),
    onError: () => void preferences.refetch(),
  });
  const choose = (topic: NotificationTopic, channel: NotificationChannel, wanted: boolean) => {
    client.setQueryData(
      preferencesQuery.queryKey,
      (known) => known && { ...known, topics: { ...known.topics, [topic]: { ...known.topics[topic], [channel]: wanted } } },
    );
    change.mutate({ topics: { [topic]: { [channel]: wanted } } });
  };
  return (
    <section aria-labelledby="notifications" className="grid gap-6">
      <PageHead title="Notifications" />
      <div>
        <h1 id="notifications" className="text-lg">
          Notifications
        </h1>
        <p className="mt-1 text-sm text-quiet">
          What you wish to hear, by mail and behind the bell. It holds for everything that you book here.
        </p>
      </div>
      {preferences.isError && preferences.data === undefined ? (
        <Failed error={preferences.error} retry={() => void preferences.refetch()} title="Your wishes did not load" />
      ) : preferences.data === undefined ? (
        <div aria-busy="true" className="skeleton h-96 rounded-card" />
      ) : (
        <>
          <Suppressed why={preferences.data.mailSuppressed} onMended={() => void preferences.refetch()} />
          <FormFailure error={change.error} />
          <Topics preferences={preferences.data} choose={choose} />
          <Zone zone={preferences.data.timeZone} choose={(timeZone) => change.mutate({ timeZone })} />
        </>
      )}
    </section>
  );
}

function Suppressed({ why, onMended }: { why: NotificationPreferences["mailSuppressed"]; onMended: () => void }) {
  const session = useSession();
  if (why === null) return null;
  return (
    <div className="grid gap-4">
      <p role="status" className="rounded-card border border-loss/50 bg-stage p-4 text-sm">
        {why === "BOUNCE"
          ? "Mails to your address came back, so none are sent any more. Once your mailbox works again, ask for a code below and enter it."
          : "A mail of ours was marked as spam, so none are sent any more. Your tickets are here, under Tickets."}
      </p>
      {why === "BOUNCE" && session.status === "in" ? <VerifyEmail user={session.user} isAgain onVerified={onMended} /> : null}
    </div>
  );
}

interface TopicsProps {
  preferences: NotificationPreferences;
  choose: (topic: NotificationTopic, channel: NotificationChannel, wanted: boolean) => void;
}

function Topics({ preferences, choose }: TopicsProps) {
  return (
    <div className="overflow-hidden rounded-card border border-line bg-raised">
      <div aria-hidden="true" className={`${rows} border-b border-line px-4 py-2 text-xs font-medium text-quiet`}>
        <span />
        {channels.map((channel) => (
          <span key={channel} className="text-center">
            {channelWords[channel]}
          </span>
        ))}
      </div>
      <ul className="divide-y divide-line">
        {NotificationTopic.options.map((topic) => {
          const Icon = topicIcons[topic];
          const { name, hint } = topicWords[topic];
          return (
            <li key={topic} className={`${rows} px-4 py-3`}>
              <span className="flex min-w-0 gap-3">
                <Icon className="mt-0.5 size-4 shrink-0 text-quiet" aria-hidden />
                <span className="min-w-0">
                  <span className="block text-sm font-medium">{name}</span>
                  <span className="block text-xs text-quiet">{hint}</span>
                </span>
              </span>
              {channels.map((channel) => (
                <span key={channel} className="justify-self-center">
                  <BareSwitch
                    label={`${name}: ${channelWords[channel]}`}
                    isSelected={preferences.topics[topic][channel]}
                    isDisabled={topicRules[topic][channel].locked}
                    onChange={(wanted) => choose(topic, channel, wanted)}
                  />
                </span>
              ))}
            </li>
          );
        })}
      </ul>
      <p className="border-t border-line px-4 py-2.5 text-xs text-quiet">
        Mails with tickets and codes always come: without them a ticket or your account would be lost.
      </p>
    </div>
  );
}

function Zone({ zone, choose }: { zone: string | null; choose: (zone: string) => void }) {
  const id = useId();
  const here = zoneHere();
  const known = Intl.supportedValuesOf("timeZone");
  const zones = zone === null || known.includes(zone) ? known : [zone, ...known];
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Your time zone
      </label>
      <select
        id={id}
        className="h-11 w-full max-w-sm rounded-control border border-edge bg-raised px-3 text-base"
        value={zone ?? ""}
        onChange={(event) => choose(event.target.value)}
      >
        {zone === null ? <option value="">That of what you book</option> : null}
        {zones.map((each) => (
          <option key={each} value={each}>
            {each.replaceAll("_", " ")}
          </option>
        ))}
      </select>
      <p className="text-sm text-quiet">
        Reminders come at nine in your morning.{" "}
        {zone !== here ? (
          <button type="button" className="font-medium text-accent-text underline underline-offset-2" onClick={() => choose(here)}>
            You seem to be in {here.replaceAll("_", " ")}
          </button>
        ) : null}
      </p>
    </div>
  );
}
