/** The words around what was found, which stands between \u0002 and \u0003. */
export function Highlighted({ text }: { text: string }) {
  return text.split("\u0002").map((part, index) => {
    const [found = "", rest] = part.split("\u0003");
    const key = `${index} ${part}`;
    if (rest === undefined) return <span key={key}>{found}</span>;
    return (
      <span key={key}>
        <mark className="rounded-sm bg-accent-wash font-semibold text-ink">{found}</mark>
        {rest}
      </span>
    );
  });
}
