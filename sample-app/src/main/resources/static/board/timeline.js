import { attribute, children, element, text } from './dom.js';
import { chip, look } from './chip.js';
import { clock, exact, timeOfDay } from './time.js';

/** A timeline with a lane for each process, and the same as a table. */
export function timeline() {
  return element('div', { className: 'timeline' },
    element('div', { className: 'lanes', role: 'img' }, element('div', { className: 'labels' }),
      element('div', { className: 'tracks' })),
    element('div', { className: 'axis', ariaHidden: 'true' },
      element('span', { textContent: '2 min ago' }), element('span', { textContent: '1 min' }),
      element('span', { textContent: 'now' })),
    element('details', {}, element('summary', { textContent: 'As a table' }), table()));
}

function table() {
  return element('table', { role: 'table', className: 'holds' },
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' },
      ...['Holder', 'From', 'For', 'Token', 'Note'].map(
        (name) => element('th', { role: 'columnheader', scope: 'col', textContent: name })))),
    element('tbody', { role: 'rowgroup' }));
}

function summary(lock, processes) {
  const parts = processes.map((process) => {
    const holds = lock.holds.filter((hold) => hold.process === process.label);
    const waits = lock.waits.some((wait) => wait.process === process.label && wait.to === undefined);
    const times = holds.length === 1 ? 'once' : `${holds.length} times`;
    return `${process.label} held it ${holds.length === 0 ? 'not at all' : times}${waits ? ' and waits now' : ''}`;
  });
  return `The last two minutes of ${lock.name}: ${parts.join('; ')}.`;
}

function bar(className, span) {
  const made = element('div', { className });
  made.span = span;
  return made;
}

function lane(track, lock, process) {
  const holds = lock.holds.filter((hold) => hold.process === process.label);
  const waits = lock.waits.filter((wait) => wait.process === process.label);
  const bars = [
    ...waits.map((wait) => ({ key: `wait ${wait.from}`, kind: 'wait', span: wait })),
    ...holds.map((hold) => ({ key: `hold ${hold.token} ${hold.from}`, kind: 'hold', span: hold })),
    ...holds.flatMap((hold) => hold.stalls).map((stall) => ({ key: `stall ${stall.from}`, kind: 'stall', span: stall })),
    ...holds.filter((hold) => hold.killed).map((hold) => ({ key: `kill ${hold.to}`, kind: 'kill', span: { from: hold.to, to: hold.to } })),
  ];
  children(track, bars, (each) => each.key, (each) => bar('', each.span), (node, each) => {
    node.className = `bar ${each.kind}`;
    node.span = each.span;
  });
}

function holdRow(tr, hold) {
  const notes = [hold.killed ? 'killed' : '', hold.stalls.length > 0 ? 'stalled' : '', hold.to === undefined ? 'holds' : ''];
  const values = [hold.process, timeOfDay(hold.from), hold.to === undefined ? '' : exact(hold.to - hold.from),
    hold.token === 0 ? '' : String(hold.token), notes.filter((note) => note).join(', ')];
  values.forEach((value, index) => text(tr.children[index], value));
}

export function updateTimeline(node, lock, board) {
  const alive = (process) => process.endedAt === undefined;
  const used = (process) => [...lock.holds, ...lock.waits].some((each) => each.process === process.label);
  const processes = board.processes.filter((process) => alive(process) || used(process));
  node.start = board.since;
  node.window = board.window;
  children(node.querySelector('.labels'), processes, (process) => process.label,
    (process) => element('div', { className: 'label' }, chip(process.label)), () => {});
  children(node.querySelector('.tracks'), processes, (process) => process.label,
    (process) => element('div', { className: `track ${look(process.label)}` }),
    (track, process) => lane(track, lock, process));
  attribute(node.querySelector('.lanes'), 'aria-label', summary(lock, processes));
  children(node.querySelector('.holds tbody'), [...lock.holds].reverse(), (hold) => `${hold.token} ${hold.from}`,
    () => element('tr', { role: 'row' }, ...Array.from({ length: 5 }, () => element('td', { role: 'cell' }))), holdRow);
}

/** Moves the bars of all timelines to where they belong now. */
export function tickTimelines() {
  const now = clock.now();
  document.querySelectorAll('.timeline').forEach((node) => {
    const percent = (moment) => Math.min(100, Math.max(0, 100 - ((now - moment) / node.window) * 100));
    node.querySelectorAll('.bar').forEach((each) => {
      const from = percent(each.span.from);
      each.style.left = `${from}%`;
      each.style.width = `${percent(each.span.to ?? now) - from}%`;
    });
    node.querySelector('.tracks').style.setProperty('--watched', `${percent(node.start)}%`);
  });
}
