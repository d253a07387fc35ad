/** The server's clock, as well as it is known. It stands still while the connection is lost. */
export const clock = {
  offset: 0,
  frozen: null,

  set(serverNow) {
    this.offset = serverNow - Date.now();
    this.frozen = null;
  },

  freeze() {
    this.frozen ??= this.now();
  },

  now() {
    return this.frozen ?? Date.now() + this.offset;
  },
};

/** 0 s, 59 s, 1 min 5 s, 2 h 3 min */
export function duration(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** As duration, with tenths for what is short. */
export function exact(millis) {
  return millis < 60000 ? `${(Math.max(0, millis) / 1000).toFixed(1)} s` : duration(millis);
}

/** 2.41, 38.2, 1,204: three digits tell enough. */
export function milliseconds(millis) {
  const digits = millis < 10 ? 2 : millis < 100 ? 1 : 0;
  return millis.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const format = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function timeOfDay(millis) {
  return format.format(millis);
}
