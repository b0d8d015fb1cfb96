// Scripts that run in each page before the portal. They give the driver a clock to change, a commit to hold, and a trap.

/** Replaces the clock of the page by one that `__clock.by` shifts. Timers and the monotonic clock stay as they are. */
export function shiftableClock() {
  const Original = Date;
  globalThis.__clock = { by: 0 };
  class Shifted extends Original {
    constructor(...args) {
      if (args.length) super(...args);
      else super(Original.now() + globalThis.__clock.by);
    }
    static now() {
      if (globalThis.__trap?.armed) {
        globalThis.__trap.armed = false;
        throw new WebAssembly.RuntimeError('unreachable');
      }
      return Original.now() + globalThis.__clock.by;
    }
  }
  globalThis.Date = Shifted;
}

/**
 * While `__commits.hold` is set, a transaction that writes states of the run does not commit: requests keep it open. It
 * begins with the one numbered `from`, counted from the moment of arming.
 */
export function heldCommits() {
  const commits = { armed: false, from: 0, seen: 0, hold: false, held: 0 };
  globalThis.__commits = commits;
  const begin = IDBDatabase.prototype.transaction;
  const put = IDBObjectStore.prototype.put;
  IDBDatabase.prototype.transaction = function (...args) {
    return begin.apply(this, args);
  };
  IDBObjectStore.prototype.put = function (value, name) {
    const request = put.call(this, value, name);
    const { transaction } = this;
    if (!commits.armed || transaction.db.name !== 'guestlist.run' || transaction.__seen) return request;
    if (!String(name).startsWith('state')) return request;
    transaction.__seen = true;
    commits.seen += 1;
    if (commits.seen < commits.from) return request;
    commits.hold = commits.held === 0 || commits.hold;
    commits.held += 1;
    const spin = () => {
      if (commits.hold) this.count().onsuccess = spin;
    };
    spin();
    return request;
  };
}
