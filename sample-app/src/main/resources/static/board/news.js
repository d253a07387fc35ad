import { told } from './takeover.js';

const region = document.getElementById('news');

/** Says what has changed from one board to the next, for those who do not see it. */
export function tellNews(before, board) {
  const news = [
    ...takeovers(before, board),
    ...board.locks.flatMap((lock) => stalled(lock, before)),
    ...board.processes.flatMap((process) => changed(process, before)),
  ];
  if (news.length > 0) {
    region.textContent = news.join(' ');
  }
}

function takeovers(before, board) {
  const known = new Set(before.takeovers.map((takeover) => `${takeover.lock} ${takeover.at}`));
  return board.takeovers.filter((takeover) => !known.has(`${takeover.lock} ${takeover.at}`)).map(told);
}

function stalled(lock, before) {
  const earlier = before.locks.find((each) => each.name === lock.name && each.type === lock.type);
  const hold = lock.holds.find((each) => each.to === undefined);
  return hold && lock.state === 'stalled' && earlier?.state !== 'stalled'
    ? [`${hold.process} holds ${lock.name} and is stalled. Nobody takes the lock from it.`] : [];
}

function changed(process, before) {
  const earlier = before.processes.find((each) => each.label === process.label);
  return earlier?.state === process.state ? [] : [`Process ${process.label}, pid ${process.pid}, is ${process.state}.`];
}
