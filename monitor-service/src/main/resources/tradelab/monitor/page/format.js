// Numbers as people read them. Every function takes a number or null; null is shown as a dash.

export const NOTHING = "–";
const MINUS = "−";

function digits(value, significant) {
  const size = Math.abs(value);
  const decimals = size === 0 ? 0 : Math.max(0, significant - 1 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Math.min(decimals, 3));
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short.replace("-", MINUS);
}

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** 0.4, 12, 1.24 k, 3.1 M */
export function count(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  const size = Math.abs(value);
  if (size < 0.001) {
    return "0";
  }
  if (size < 999.5) {
    return digits(value, size < 10 ? 2 : 3);
  }
  const [scale, unit] = size < 999_500 ? [1e3, "k"] : size < 999.5e6 ? [1e6, "M"] : [1e9, "G"];
  return `${digits(value / scale, 3)} ${unit}`;
}

export function rate(value) {
  return isNumber(value) ? `${count(value)}/s` : NOTHING;
}

/** 0.42 ms, 12 ms, 1.3 s */
export function millis(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  return value >= 999.5 ? `${digits(value / 1000, 3)} s` : `${digits(value, value < 10 ? 2 : 3)} ms`;
}

/** A ratio of 0 to 1, in percent. */
export function percent(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  const hundred = value * 100;
  return `${digits(hundred, hundred > 99 && hundred < 100 ? 4 : 3)} %`;
}

/** 12.30, −0.05, 12,345.67, 1.24 M */
export function money(value) {
  if (!isNumber(value) || Math.abs(value) >= 1e6) {
    return count(value);
  }
  const text = Math.abs(value).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return value < 0 && text !== "0.00" ? MINUS + text : text;
}

/** 0.05, −0.125, 12 */
export function amount(value) {
  if (!isNumber(value) || Math.abs(value) >= 1e3) {
    return count(value);
  }
  return String(Number(value.toFixed(4))).replace("-", MINUS);
}

export function bytes(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  const mebi = value / (1024 * 1024);
  return mebi < 1000 ? `${digits(mebi, mebi < 10 ? 2 : 3)} MiB` : `${digits(mebi / 1024, 3)} GiB`;
}

/** 12 s, 4 min 10 s, 2 h 13 min, 3 d 4 h */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function clock(epochMillis) {
  return new Date(epochMillis).toLocaleTimeString(undefined, { hour12: false });
}
