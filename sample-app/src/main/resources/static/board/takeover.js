import { element, children, text } from './dom.js';
import { milliseconds, timeOfDay } from './time.js';

const value = document.getElementById('takeover-value');
const story = document.getElementById('takeover-story');
const earlier = document.getElementById('takeover-earlier');

export function told(takeover) {
  return `${takeover.to} had ${takeover.lock} ${milliseconds(takeover.millis)} ms after ${takeover.from} was killed.`;
}

export function renderTakeovers(takeovers) {
  const [last, ...others] = takeovers;
  if (!last) {
    return;
  }
  document.getElementById('takeover-figure').classList.remove('empty');
  text(value, milliseconds(last.millis));
  text(story, `${last.from} was killed at ${timeOfDay(last.at - last.millis)}. ${last.to} was waiting, and had ${last.lock} this much later.`);
  children(earlier, others.slice(0, 3), (takeover) => takeover.at + takeover.lock, () => element('li'), (item, takeover) => {
    text(item, `${milliseconds(takeover.millis)} ms  ${takeover.lock}: ${takeover.from} to ${takeover.to}`);
  });
}
