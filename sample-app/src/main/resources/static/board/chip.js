import { element } from './dom.js';

const COLOURS = 6;
const PATTERNS = 5;

function number(label) {
  return [...label].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The classes that give a process its colour and its pattern, the same ones wherever it is shown. */
export function look(label) {
  return `colour-${number(label) % COLOURS} pattern-${number(label) % PATTERNS}`;
}

/** A process in short: its letter on its colour, beside its pattern. */
export function chip(label) {
  return element('span', { className: `chip ${look(label)}` }, element('b', { textContent: label }));
}
