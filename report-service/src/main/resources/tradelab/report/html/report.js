"use strict";
// Only comfort: tooltips that follow the pointer, and lines that can be hidden. Without it the page says the same.
for (const figure of document.querySelectorAll("figure.chart")) {
  const strips = [...figure.querySelectorAll(".tips rect")];
  if (strips.length > 0) {
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    figure.append(tip);
    for (const strip of strips) {
      const title = strip.querySelector("title");
      const text = title.textContent;
      title.remove();
      const show = () => {
        tip.textContent = text;
        tip.hidden = false;
        const frame = figure.getBoundingClientRect();
        const box = strip.getBoundingClientRect();
        const right = box.right - frame.left + 10;
        const left = box.left - frame.left - tip.offsetWidth - 10;
        tip.style.left = (right + tip.offsetWidth > frame.width ? Math.max(0, left) : right) + "px";
        tip.style.top = box.top - frame.top + 8 + "px";
      };
      strip.addEventListener("pointerenter", show);
      strip.addEventListener("pointerdown", show);
    }
    figure.querySelector(".tips").addEventListener("pointerleave", () => { tip.hidden = true; });
  }
  for (const key of figure.querySelectorAll(".key")) {
    key.tabIndex = 0;
    key.setAttribute("role", "button");
    key.setAttribute("aria-pressed", "true");
    const toggle = () => {
      const off = key.classList.toggle("off");
      key.setAttribute("aria-pressed", String(!off));
      for (const line of figure.querySelectorAll("svg ." + key.dataset.look)) {
        line.classList.toggle("off-line", off);
      }
    };
    key.addEventListener("click", toggle);
    key.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); }
    });
  }
}
