import { attribute, children, element, text } from './dom.js';
import { chip } from './chip.js';
import { clock, duration, timeOfDay } from './time.js';

const ROLES = { self: 'this process', rival: 'rival', other: 'started elsewhere' };

const body = document.getElementById('processes');
const start = document.getElementById('start');

/** What a process does, as far as locks are concerned: pieces of text, and since when. */
function doings(process, locks) {
  const found = [];
  for (const lock of locks) {
    const hold = lock.holds.find((each) => each.process === process.label && each.to === undefined);
    if (hold) {
      found.push({ verb: 'holds', lock: lock.name, since: hold.from });
    }
  }
  for (const lock of locks) {
    const waits = lock.waits.filter((each) => each.process === process.label && each.to === undefined);
    if (waits.length > 0) {
      found.push({ verb: 'waits for', lock: lock.name, since: waits[0].from });
    }
  }
  return found;
}

function isOver(process) {
  return process.state === 'killed' || process.state === 'ended';
}

function row(process, act) {
  const button = (name) => {
    const made = element('button', { type: 'button', className: name });
    made.addEventListener('click', () => {
      if (made.getAttribute('aria-disabled') !== 'true') {
        act(made.dataset.action, process);
      }
    });
    return made;
  };
  const actions = process.role === 'self' ? [button('sync')]
    : process.role === 'rival' ? [button('sync'), ...(process.canBeStopped ? [button('stop')] : []), button('kill')] : [];
  return element('tr', { role: 'row', id: `process-${process.label}` },
    element('th', { role: 'rowheader', scope: 'row' },
      chip(process.label),
      element('span', { className: 'who' },
        element('span', { className: 'pid', textContent: `pid ${process.pid}` }),
        element('span', { className: 'role' }))),
    element('td', { role: 'cell', className: 'doing' },
      element('span', { className: 'state' }), element('ul', { role: 'list' })),
    element('td', { role: 'cell', className: 'actions' }, ...actions));
}

function label(button, action, name, process) {
  button.dataset.action = action;
  text(button, name);
  attribute(button, 'aria-label', `${name} ${process.role === 'self' ? 'this process' : 'process'} ${process.label}, pid ${process.pid}`);
}

function update(tr, process, locks) {
  tr.dataset.state = process.state;
  const role = ROLES[process.role];
  text(tr.querySelector('.role'), process.state === 'stopped' ? `${role}, stopped` : role);
  const state = { starting: 'starting',
    killed: `killed at ${timeOfDay(process.endedAt)}`, ended: `ended at ${timeOfDay(process.endedAt)}` }[process.state];
  text(tr.querySelector('.state'), state ?? '');
  const found = isOver(process) ? [] : doings(process, locks);
  if (!state && found.length === 0) {
    text(tr.querySelector('.state'), 'idle');
  }
  children(tr.querySelector('.doing ul'), found, (doing) => doing.verb + doing.lock,
    (doing) => element('li', {}, `${doing.verb} `, element('b', { textContent: doing.lock }), ' ', element('span', { className: 'since' })),
    (item, doing) => {
      item.querySelector('.since').dataset.since = doing.since;
    });
  const [sync, stop, kill] = ['sync', 'stop', 'kill'].map((name) => tr.querySelector(`button.${name}`));
  if (sync) {
    label(sync, 'sync', 'Sync', process);
    attribute(sync, 'aria-disabled', process.state === 'running' ? null : true);
  }
  if (stop) {
    label(stop, process.state === 'stopped' ? 'continue' : 'stop', process.state === 'stopped' ? 'Continue' : 'Stop', process);
    attribute(stop, 'aria-disabled', isOver(process) ? true : null);
  }
  if (kill) {
    label(kill, 'kill', 'Kill', process);
    attribute(kill, 'aria-disabled', isOver(process) ? true : null);
  }
}

/** Shows the processes. A row that goes takes the focus with it, so that is put elsewhere. */
export function renderProcesses(board, act) {
  const focused = body.contains(document.activeElement);
  children(body, board.processes, (process) => process.label, (process) => row(process, act),
    (tr, process) => update(tr, process, board.locks));
  if (focused && !body.contains(document.activeElement)) {
    start.focus();
  }
  attribute(start, 'aria-disabled', board.rivalsLeft > 0 ? null : true);
}

/** Brings every "since" up to date. */
export function tickDurations() {
  const now = clock.now();
  document.querySelectorAll('[data-since]').forEach((node) => text(node, duration(now - node.dataset.since)));
}
