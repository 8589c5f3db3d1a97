/** The document's title and description; React moves them into the head. */
export function PageHead({ title, description }: { title: string; description?: string | undefined }) {
  return (
    <>
      <title>{title === "Marquee" ? title : `${title} · Marquee`}</title>
      {description === undefined ? null : <meta name="description" content={description} />}
    </>
  );
}
