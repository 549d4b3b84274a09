// Filters and sorts the tables, and counts the days by the reader's clock. Every page is complete
// without it.
"use strict";

const DAY = 86400000;
const LONG_AGO = 365;
const IMMINENT_WITHIN = 14;

// Today's date as a number of days; in a time zone if one is given.
function today(zone) {
  const now = new Date();
  if (zone) {
    try {
      return dayOf(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now));
    } catch { /* the reader's own day */ }
  }
  return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY);
}

function dayOf(iso) {
  return iso ? Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY) : null;
}

function daysOf(dates) {
  return Object.fromEntries(Object.entries(dates).map(([name, iso]) => [name, dayOf(iso)]));
}

function monthOf(day) {
  const layout = { month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-US", layout).format(day * DAY);
}

function days(fewest, most) {
  const [low, high] = [fewest, most].map((number) => number.toLocaleString("en-US"));
  return `${fewest === most ? high : `${low}–${high}`} day${fewest === most && most === 1 ? "" : "s"}`;
}

// The countdown of a visit that was ahead, as the program words it. All are numbers of days.
function countdown(dates, day) {
  const { earliest, latest, end } = dates;
  const left = latest - day;
  if (earliest !== null && earliest > day) return `in ${days(earliest - day, left)}`;
  if (earliest !== latest && left >= 0) return anyDay(dates, left);
  if (end === null || day <= end) return underWay(dates, day);
  return day - end > LONG_AGO ? `overdue since ${monthOf(end)}` : `${days(day - end, day - end)} overdue`;
}

function anyDay({ earliest, earliestEnd }, left) {
  const within = `within ${days(left, left)}`;
  if (earliest === null && earliestEnd !== null) return `ends ${left ? within : "today"}, start not known`;
  if (left === 0) return "today at the latest";
  return left > IMMINENT_WITHIN ? within : `any day now, ${within}`;
}

function underWay({ earliest, latest, earliestEnd, end }, day) {
  if (end === null) return `began ${began(earliest, latest, day)}, end not known`;
  if (earliest !== latest) return "under way";
  const number = `day ${day - earliest + 1}`;
  if (earliestEnd !== end) return number;
  return end > earliest ? `${number} of ${end - earliest + 1}` : "today";
}

function began(earliest, latest, day) {
  if (earliest === null) return "";
  if (day - latest > LONG_AGO) return `in ${monthOf(earliest)}`;
  return day > earliest ? `${days(day - latest, day - earliest)} ago` : "today";
}

function countFromNow(asOf) {
  const here = today("");
  const age = here - asOf;
  if (age > 0) {
    for (const place of document.querySelectorAll(".age")) place.textContent = `, ${days(age, age)} ago`;
  }
  for (const place of document.querySelectorAll(".now")) {
    const { zone, prefix, ...dates } = place.dataset;
    const day = today(zone);
    if (day > asOf) {
      place.textContent = `today: ${prefix}${countdown(daysOf(dates), day)}`;
    }
  }
}

function filterOf(table, rows) {
  const label = document.createElement("label");
  label.className = "filter";
  label.append("Filter ");
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  const status = document.createElement("span");
  status.className = "matches";
  status.setAttribute("role", "status");
  label.append(input);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every((word) => texts[number].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    for (const heading of table.querySelectorAll("tr.group")) {
      const body = heading.parentElement;
      heading.hidden = table.classList.contains("sorted") || !body.querySelector("tr.visit:not([hidden])");
    }
    status.textContent = words.length ? `${shown} of ${rows.length} visits` : "";
  });
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.append(label, status);
  table.parentElement.before(bar);
}

function keyOf(row, column, kind) {
  return kind === "text" ? row.cells[column].textContent.trim().toLowerCase() : row.dataset[kind];
}

function compare(first, second) {
  if (!first || !second) return (first ? 0 : 1) - (second ? 0 : 1); // what is not known comes last
  return first.localeCompare(second);
}

function sortBy(table, rows, heading) {
  const order = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  table.classList.add("sorted");
  for (const group of table.querySelectorAll("tr.group")) group.hidden = true;
  const kind = heading.dataset.sort;
  const keyed = rows.map((row) => [keyOf(row, heading.cellIndex, kind), row]);
  keyed.sort(([first], [second]) => {
    const isKnown = first && second;
    return (order === "descending" && isKnown ? -1 : 1) * compare(first, second);
  });
  table.tBodies[0].append(...keyed.map(([, row]) => row));
}

function makeSortable(table, rows) {
  for (const heading of table.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, rows, heading));
    heading.append(button);
  }
}

countFromNow(dayOf(document.querySelector("time.as-of").dateTime));
for (const table of document.querySelectorAll(".table > table")) {
  const rows = [...table.querySelectorAll("tr.visit")];
  if (rows.length > 1) {
    makeSortable(table, rows);
    filterOf(table, rows);
  }
}
