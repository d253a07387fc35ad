import { attribute, text } from './dom.js';
import { renderLocks } from './locks.js';
import { tellNews } from './news.js';
import { renderProcesses, tickDurations } from './processes.js';
import { renderTakeovers } from './takeover.js';
import { clock } from './time.js';
import { tickTimelines } from './timeline.js';

const RETRY_MILLIS = 2000;
const connection = document.getElementById('connection');
const problem = document.getElementById('problem');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

let shown = null;

function render({ now, board }) {
  clock.set(now);
  const self = board.processes.find((process) => process.role === 'self');
  connected('live', `Live, as seen by pid ${self.pid}`);
  text(document.getElementById('directory'), board.directory);
  renderTakeovers(board.takeovers);
  renderProcesses(board, act);
  renderLocks(board);
  if (shown) {
    tellNews(shown, board);
  }
  if (board.problem !== shown?.problem) {
    text(problem, board.problem ?? '');
  }
  shown = board;
  tick();
}

function tick() {
  tickDurations();
  tickTimelines();
}

/** Ticks more often where things may move. */
function keepTicking() {
  tick();
  setTimeout(keepTicking, calm.matches ? 1000 : 200);
}

function connected(state, words) {
  attribute(connection, 'data-state', state);
  text(connection, words);
}

/** The browser connects again by itself, unless it was refused. */
function connect() {
  const stream = new EventSource('board/stream');
  stream.addEventListener('message', (event) => render(JSON.parse(event.data)));
  stream.addEventListener('error', () => {
    clock.freeze();
    connected('lost', 'Connection lost, trying again');
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(connect, RETRY_MILLIS);
    }
  });
}

function act(action, process) {
  post(process.role === 'self' ? 'board/sync' : `board/rivals/${process.pid}/${action}`);
}

/** The header is what no other site's page can send. */
async function post(path) {
  try {
    const response = await fetch(path, { method: 'POST', headers: { 'X-Board': 'true' } });
    const answer = response.ok ? null : await response.json();
    text(problem, answer ? (answer.detail ?? answer.message ?? answer.error) : '');
  } catch {
    text(problem, 'The application does not answer.');
  }
}

const start = document.getElementById('start');
start.addEventListener('click', () => {
  if (start.getAttribute('aria-disabled') === 'true') {
    text(problem, 'No more rivals may be started.');
  } else {
    post('board/rivals');
  }
});

connect();
keepTicking();
