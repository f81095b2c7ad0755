// Runs before the first paint, so that a chosen theme does not flash. Not a module, because modules wait.
(() => {
  try {
    const chosen = localStorage.getItem("tradelab.theme");
    if (chosen === "dark" || chosen === "light") {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage is forbidden: the system's theme it is.
  }
})();
