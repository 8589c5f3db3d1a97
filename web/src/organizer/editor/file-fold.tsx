import { Download, Upload } from "lucide-react";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { saveAs } from "../../save-as.ts";
import { noIds } from "./house/house.ts";
import { readLayout, textOf } from "./house/layout-text.ts";
import type { Editor } from "./use-editor.ts";

/** The layout as JSON, out and in: exactly what the API takes. */
export function FileFold({ editor, onRead }: { editor: Editor; onRead: () => void }) {
  const [problems, setProblems] = useState<string[]>([]);
  const [text, setText] = useState("");
  const read = (content: string) => {
    const result = readLayout(content);
    setProblems(result.ok ? [] : result.problems);
    if (!result.ok) return;
    editor.dispatch({ type: "edit", house: result.house, chosen: noIds });
    setText("");
    onRead();
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          isDisabled={editor.house.sections.length === 0}
          onPress={() => saveAs("layout.json", "application/json", textOf(editor.house))}
        >
          <Download className="size-4" aria-hidden />
          Export JSON
        </Button>
        <label className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-control border border-line bg-raised px-3 text-sm font-medium focus-within:outline-2 focus-within:outline-accent-text hover:border-edge">
          <Upload className="size-4" aria-hidden />
          Import JSON
          <input
            type="file"
            accept="application/json,.json"
            className="sr-only"
            onChange={async ({ target }) => {
              const [file] = target.files ?? [];
              if (file !== undefined) read(await file.text());
              target.value = "";
            }}
          />
        </label>
      </div>
      <label className="grid gap-1 text-xs font-medium text-quiet">
        Or paste a layout
        <textarea
          rows={3}
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="w-full rounded-control border border-edge bg-raised px-2.5 py-2 font-mono text-xs text-ink focus:outline-2 focus:outline-accent-text"
        />
      </label>
      <Button size="small" isDisabled={text.trim() === ""} onPress={() => read(text)}>
        Take this layout
      </Button>
      {problems.length === 0 ? null : (
        <div role="alert" className="rounded-control border border-loss/50 px-3 py-2 text-sm">
          <p className="font-medium">This layout cannot be taken:</p>
          <ul className="mt-1 list-disc pl-4">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
