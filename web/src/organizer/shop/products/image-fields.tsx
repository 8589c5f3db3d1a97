import { ChevronLeft, ChevronRight, ImagePlus, X } from "lucide-react";
import { useState } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { limits } from "../../../../../contracts/limits.ts";
import { ImageUrl } from "../../../../../contracts/values.ts";
import { Button, IconButton } from "../../../parts/button.tsx";
import { inputStyle } from "../../../parts/field-style.ts";
import { Entry } from "../../showtime/form-parts.tsx";
import { ThingImage } from "../parts/thing-image.tsx";
import { moved } from "./moved.ts";
import { pictureFault, pictureTypes, readPicture } from "./picture-file.ts";
import { type ImageDraft, nextKey } from "./product-draft.ts";

interface ImageFieldsProps {
  images: readonly ImageDraft[];
  change: (next: (before: readonly ImageDraft[]) => readonly ImageDraft[]) => void;
  fault: string | undefined;
}

/** A product's pictures: dropped, chosen, or named by their address. The first one stands for it. */
export function ImageFields({ images, change, fault }: ImageFieldsProps) {
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const room = limits.imagesPerProductMax - images.length;
  const take = async (files: readonly File[]) => {
    const faults = files.map(pictureFault);
    const sound = files.filter((_, place) => faults[place] === null);
    const read = await Promise.all(
      sound.slice(0, room).map(async (file) => ({ key: nextKey(), url: await readPicture(file), file, alt: "" })),
    );
    setRefusals([
      ...faults.filter((words) => words !== null),
      ...(sound.length > room ? [`A product has at most ${limits.imagesPerProductMax} pictures.`] : []),
    ]);
    change((before) => [...before, ...read]);
  };
  return (
    <>
      {images.length === 0 ? null : (
        <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {images.map((image, place) => (
            <Picture key={image.key} image={image} place={place} count={images.length} change={change} />
          ))}
        </ul>
      )}
      {room <= 0 ? null : (
        <DropZone
          aria-label="Pictures"
          getDropOperation={(types) => (pictureTypes.some((type) => types.has(type)) ? "copy" : "cancel")}
          onDrop={async ({ items }) => take(await Promise.all(items.flatMap((item) => (item.kind === "file" ? item.getFile() : []))))}
          className="grid justify-items-center gap-2 rounded-card border border-dashed border-edge px-4 py-6 text-center data-[drop-target]:border-accent data-[drop-target]:bg-accent-wash data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent-text"
        >
          <ImagePlus className="size-6 text-quiet" aria-hidden />
          <p className="text-sm text-quiet">Drop pictures here, or</p>
          <FileTrigger acceptedFileTypes={pictureTypes} allowsMultiple onSelect={(files) => void take([...(files ?? [])])}>
            <Button size="dense">Choose pictures</Button>
          </FileTrigger>
          <p className="text-xs text-quiet">
            PNG, JPEG, WebP or AVIF, up to {limits.imageBytesMax / 1024 / 1024} MiB each. Square ones look best.
          </p>
        </DropZone>
      )}
      {[...refusals, ...(fault === undefined ? [] : [fault])].map((words) => (
        <p key={words} role="alert" className="text-sm text-loss">
          {words}
        </p>
      ))}
      {room <= 0 ? null : <ByAddress onAdd={(url) => change((before) => [...before, { key: nextKey(), url, file: null, alt: "" }])} />}
    </>
  );
}

function Picture({ image, place, count, change }: { image: ImageDraft; place: number; count: number } & Pick<ImageFieldsProps, "change">) {
  const name = `picture ${place + 1}`;
  const move = (by: number) => change((before) => moved(before, place, place + by));
  return (
    <li className="grid content-start gap-2">
      <div className="relative">
        <ThingImage url={image.url} className="w-full" />
        {place === 0 ? (
          <span className="absolute bottom-2 left-2 rounded-full bg-ground/90 px-2 py-0.5 text-xs font-medium">Stands for it</span>
        ) : null}
        <span className="absolute top-1.5 right-1.5 flex gap-1 rounded-control bg-ground/90">
          <IconButton aria-label={`Move ${name} forwards`} className="size-8" isDisabled={place === 0} onPress={() => move(-1)}>
            <ChevronLeft className="size-4" aria-hidden />
          </IconButton>
          <IconButton aria-label={`Move ${name} backwards`} className="size-8" isDisabled={place === count - 1} onPress={() => move(1)}>
            <ChevronRight className="size-4" aria-hidden />
          </IconButton>
          <IconButton
            aria-label={`Remove ${name}`}
            className="size-8"
            onPress={() => change((before) => before.filter(({ key }) => key !== image.key))}
          >
            <X className="size-4" aria-hidden />
          </IconButton>
        </span>
      </div>
      <input
        aria-label={`What ${name} shows, for those who do not see it`}
        placeholder="What it shows"
        maxLength={limits.nameCharsMax}
        value={image.alt}
        onChange={({ target }) =>
          change((before) => before.map((each) => (each.key === image.key ? { ...each, alt: target.value } : each)))
        }
        className={inputStyle("dense", "focus:outline-2 focus:outline-accent-text")}
      />
    </li>
  );
}

function ByAddress({ onAdd }: { onAdd: (url: string) => void }) {
  const [url, setUrl] = useState("");
  const isGood = ImageUrl.safeParse(url.trim()).success;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
      <Entry
        label="Or its address"
        placeholder="https://…"
        value={url}
        fault={
          url.trim() === "" || isGood || "https://".startsWith(url.trim()) ? undefined : "An address that begins with https://, or a path."
        }
        onChange={setUrl}
      />
      <Button
        className="mt-7 h-11"
        isDisabled={!isGood}
        onPress={() => {
          onAdd(url.trim());
          setUrl("");
        }}
      >
        Add picture
      </Button>
    </div>
  );
}
