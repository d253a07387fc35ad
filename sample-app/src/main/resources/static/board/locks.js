import { attribute, children, element, text } from './dom.js';
import { chip } from './chip.js';
import { timeOfDay } from './time.js';
import { timeline, updateTimeline } from './timeline.js';

const body = document.getElementById('locks');

const STATES = {
  held: 'held', free: 'free', stalled: 'stalled', stale: 'its holder is dead', unverified: 'held by another program',
  malformed: 'malformed', acquiring: 'being acquired',
};

function row(lock) {
  return element('tr', { role: 'row' },
    element('th', { role: 'rowheader', scope: 'row' },
      element('span', { className: 'name', textContent: lock.name }),
      element('span', { className: 'type', textContent: lock.type }),
      element('span', { className: 'badge' })),
    element('td', { role: 'cell', className: 'holder' }),
    element('td', { role: 'cell', className: 'waiters' },
      element('span', { className: 'nobody', textContent: 'nobody' }), element('ul', { role: 'list' })),
    element('td', { role: 'cell', className: 'past' }, timeline()));
}

function person(process) {
  return [chip(process.label), element('span', { className: 'pid', textContent: process.role === 'self' ? 'this process' : `pid ${process.pid}` })];
}

/** Of a hold without a token it is not known either when it began. */
function facts(hold) {
  const since = element('span', { 'data-since': hold.from });
  if (!hold.token) {
    return [element('span', { className: 'fact' }, 'for at least ', since)];
  }
  return [element('span', { className: 'fact' }, `since ${timeOfDay(hold.from)}, `, since),
    element('span', { className: 'fact' }, 'token ', element('code', { textContent: String(hold.token) }))];
}

function updateHolder(cell, lock, find) {
  const hold = lock.holds.find((each) => each.to === undefined);
  const id = hold ? `${hold.process} ${hold.token}` : lock.state;
  if (cell.dataset.shown !== id) {
    cell.dataset.shown = id;
    if (hold) {
      cell.replaceChildren(
        element('span', { className: 'person' }, ...person(find(hold.process))),
        ...facts(hold));
    } else {
      cell.replaceChildren(element('span', { className: 'nobody', textContent: lock.state === 'free' ? 'nobody' : 'not known' }));
    }
  }
}

/** The method and its class are enough to see; the package is in the title. */
function callSite(full) {
  return element('span', { className: 'call-site', textContent: full.split('.').slice(-2).join('.'), title: full });
}

function updateWaiters(cell, lock, find) {
  const waits = lock.waits.filter((each) => each.to === undefined);
  cell.querySelector('.nobody').hidden = waits.length > 0;
  children(cell.querySelector('ul'), waits, (wait) => `${wait.process} ${wait.from}`,
    (wait) => element('li', {}, element('span', { className: 'person' }, ...person(find(wait.process)),
      element('span', { className: 'time', 'data-since': wait.from })),
      ...(wait.callSite ? [callSite(wait.callSite)] : [])),
    () => {});
}

export function renderLocks(board) {
  const find = (label) => board.processes.find((process) => process.label === label) ?? { label, pid: '?', role: 'other' };
  children(body, board.locks, (lock) => `${lock.type} ${lock.name}`, row, (tr, lock) => {
    const badge = tr.querySelector('.badge');
    attribute(badge, 'data-state', lock.state);
    text(badge, STATES[lock.state] ?? lock.state);
    updateHolder(tr.querySelector('.holder'), lock, find);
    updateWaiters(tr.querySelector('.waiters'), lock, find);
    updateTimeline(tr.querySelector('.timeline'), lock, board);
  });
}
