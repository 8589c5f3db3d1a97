import { getRouteApi } from "@tanstack/react-router";
import { Volume2, VolumeX } from "lucide-react";
import { useEffect, useState } from "react";
import { domainOfParam } from "../../domains.ts";
import { IconButton } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Field } from "../../parts/field.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { dayAndClock } from "../../time.ts";
import { Camera } from "./camera.tsx";
import { GateStatus } from "./gate-status.tsx";
import { ManualEntry } from "./manual-entry.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { ScanLog } from "./scan-log.tsx";
import { signal } from "./signal.ts";
import { useGate } from "./use-gate.ts";

const route = getRouteApi("/scanner/$showtimeId");
const gateKey = "mq_gate_name";
const soundKey = "mq_gate_sound";

/** A gate at the door of a showtime, for whoever runs it. */
export function ScannerPage() {
  const { showtimeId } = route.useParams();
  const { gate, state } = useGate(showtimeId, domainOfParam(route.useSearch().d));
  const [name, setName] = useState(() => localStorage.getItem(gateKey) ?? "");
  const [loud, setLoud] = useState(() => localStorage.getItem(soundKey) === "on");
  const { facts, problem } = state;
  const [last] = state.shown;
  const tone = last?.verdict.tone;
  const turn = last?.turn;

  useEffect(() => {
    if (loud && tone !== undefined && turn !== undefined) signal(tone);
  }, [loud, tone, turn]);

  if (problem !== null) return <Failed whole error={problem} retry={() => void gate.refreshList()} title="This gate cannot open" />;
  const scan = (code: string): boolean => {
    if (gate.read().busy) return false;
    void gate.scan(code, name.trim());
    return true;
  };
  return (
    <div className="mx-auto grid max-w-5xl gap-5 px-4 py-5 sm:px-6 lg:grid-cols-[1fr_22rem] lg:gap-x-8">
      <PageHead title={facts === null ? "Door" : `Door: ${facts.title}`} />
      <header className="flex items-start justify-between gap-4 lg:col-span-2">
        <div className="min-w-0">
          <h1 className="truncate text-lg">{facts?.title ?? "Opening the gate"}</h1>
          <p className="tabular text-sm text-quiet">
            {facts === null ? "Loading who is expected" : dayAndClock(facts.startsAt, facts.timeZone)}
          </p>
        </div>
        <IconButton
          aria-label={loud ? "Sound off" : "Sound on"}
          onPress={() => {
            localStorage.setItem(soundKey, loud ? "off" : "on");
            setLoud(!loud);
          }}
        >
          {loud ? <Volume2 className="size-5" aria-hidden /> : <VolumeX className="size-5" aria-hidden />}
        </IconButton>
      </header>
      <div className="grid content-start gap-4">
        <ResultPanel shown={last} busy={state.busy} onLetIn={(shown) => void gate.letInAnyway(shown, name.trim())} />
        <Camera onCode={scan} />
        <ManualEntry onCode={scan} />
      </div>
      <div className="grid content-start gap-6">
        <GateStatus state={state} />
        <Field
          label="This gate’s name"
          hint="Others read it where a ticket was used before."
          value={name}
          maxLength={80}
          onChange={(text) => {
            localStorage.setItem(gateKey, text);
            setName(text);
          }}
        />
        <ScanLog state={state} />
      </div>
    </div>
  );
}
