// The few things this page needs from the DOM. Text goes in as text: what a service says about itself is never markup.

/** Makes an element: el("p", { class: "quiet", "aria-hidden": "true" }, "text", child). */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Sets text only when it differs, so that nothing is laid out or read aloud in vain. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

export function cssColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The path of a small line chart without axes; null is a gap. The line never touches the upper and lower edge. */
export function sparkPath(values, width, height) {
  const finite = values.filter((value) => value !== null);
  if (finite.length < 2) {
    return { line: "", area: "" };
  }
  const max = Math.max(...finite);
  const min = Math.min(0, ...finite);
  const reach = max - min || 1;
  const step = width / (values.length - 1);
  let line = "";
  let area = "";
  let open = null;
  values.forEach((value, index) => {
    if (value === null) {
      area += open === null ? "" : `L${open},${height}Z`;
      open = null;
      return;
    }
    const x = (index * step).toFixed(1);
    const y = (height - 2 - ((value - min) / reach) * (height - 4)).toFixed(1);
    line += `${open === null ? "M" : "L"}${x},${y}`;
    area += open === null ? `M${x},${height}L${x},${y}` : `L${x},${y}`;
    open = x;
  });
  return { line, area: area + (open === null ? "" : `L${open},${height}Z`) };
}
