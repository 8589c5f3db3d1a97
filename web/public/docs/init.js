const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => root.classList.toggle("dark-mode", root.dataset.theme === undefined ? dark.matches : root.dataset.theme === "dark");
dress();
dark.addEventListener("change", dress);

const places = document.getElementById("places");
const search = document.getElementById("search");
const shown = document.getElementById("swagger-ui");

/** Makes an element of a class, with what stands in it. */
function element(name, { className = "", ...rest }, ...children) {
  const made = Object.assign(document.createElement(name), rest);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

/** The address of a chapter or of one operation, as Swagger UI writes it. */
const addressOf = (tag, operationId) => `#/${[tag, operationId].filter(Boolean).map(encodeURIComponent).join("/")}`;
const tagOfAddress = () => decodeURIComponent(location.hash.split("/")[1] ?? "");

/** Everything that `start` refers to, directly or not. */
function namesIn(components, start) {
  const found = new Set();
  const look = (value) => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key !== "$ref" || typeof inner !== "string") look(inner);
      else if (!found.has(inner)) {
        found.add(inner);
        const [, , kind, name] = inner.split("/");
        look(components[kind]?.[name]);
      }
    }
  };
  look(start);
  return found;
}

/** One chapter as a description of its own: Swagger UI reads all that it has anew with every operation that is opened, for seconds if that is all of the API. */
function chapterOf(description, tag) {
  const paths = {};
  for (const [path, operations] of Object.entries(description.paths)) {
    const own = Object.entries(operations).filter(([, { tags = [] }]) => tags.includes(tag));
    if (own.length > 0) paths[path] = Object.fromEntries(own);
  }
  const names = namesIn(description.components, paths);
  const components = Object.fromEntries(
    Object.entries(description.components).map(([kind, all]) => [
      kind,
      kind === "securitySchemes"
        ? all
        : Object.fromEntries(Object.entries(all).filter(([name]) => names.has(`#/components/${kind}/${name}`))),
    ]),
  );
  return { ...description, tags: description.tags?.filter(({ name }) => name === tag), paths, components };
}

function show(description, tag) {
  shown.replaceChildren();
  window.SwaggerUIBundle({
    spec: chapterOf(description, tag),
    domNode: shown,
    deepLinking: true,
    persistAuthorization: true,
    validatorUrl: null,
    docExpansion: "list",
    displayRequestDuration: true,
    defaultModelsExpandDepth: -1,
  });
  for (const chapter of places.children) {
    const isHere = chapter.dataset.tag === tag;
    if (isHere) chapter.open = true;
    chapter.toggleAttribute("data-here", isHere);
  }
}

/** The chapters with their operations. */
function fillPlaces(description) {
  const chapters = new Map();
  for (const [path, operations] of Object.entries(description.paths))
    for (const [method, { tags = ["Other"], operationId, summary = "" }] of Object.entries(operations)) {
      const link = element(
        "a",
        { href: addressOf(tags[0], operationId), title: summary },
        element("b", { className: method }, method),
        path,
      );
      link.dataset.words = `${method} ${path} ${summary} ${operationId}`.toLowerCase();
      chapters.set(tags[0], [...(chapters.get(tags[0]) ?? []), link]);
    }
  for (const [tag, links] of chapters) {
    const chapter = element("details", {}, element("summary", {}, tag), ...links);
    chapter.dataset.tag = tag;
    places.append(chapter);
  }
  return [...chapters.keys()];
}

/** Leaves of the list what has all of these words. */
function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const chapter of places.children) {
    const links = [...chapter.querySelectorAll("a")];
    for (const link of links) link.hidden = !words.every((word) => link.dataset.words.includes(word));
    chapter.hidden = links.every(({ hidden }) => hidden);
    chapter.open = words.length > 0 || "here" in chapter.dataset;
  }
}

async function start() {
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Error(`/openapi.json answered ${answer.status}`);
  const description = await answer.json();
  const tags = fillPlaces(description);
  const turn = () => show(description, tags.includes(tagOfAddress()) ? tagOfAddress() : tags[0]);
  addEventListener("hashchange", turn);
  places.addEventListener("click", ({ target }) => {
    // The address may be this already, while something else is on the screen.
    if (target.closest("a")?.hash === location.hash) turn();
  });
  search.addEventListener("input", () => find(search.value));
  turn();
  // Somebody may have typed before there was anything to find.
  find(search.value);
}

start().catch((error) => {
  shown.replaceChildren(
    element("p", { className: "failed" }, `The reference did not load. Reload the page to try again. ${error.message}`),
  );
});
