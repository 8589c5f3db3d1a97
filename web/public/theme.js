// Runs before the first paint, so that a chosen scheme never flashes the other one.
try {
  const theme = localStorage.getItem("mq_theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's scheme is then right.
}
