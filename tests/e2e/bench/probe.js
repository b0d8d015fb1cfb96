// What measures inside the page. Both functions are sent to the browser, so they use nothing outside themselves.

/** Runs in the page, before its scripts. */
export function probe() {
  const bench = { tasks: [], memories: new Set() };
  globalThis.__bench = bench;
  const observer = new PerformanceObserver((list) => bench.tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });
  const remember = (members) => {
    for (const member of Object.values(members ?? {}))
      if (member instanceof WebAssembly.Memory) bench.memories.add(member);
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (source, imports) => {
      for (const module of Object.values(imports ?? {})) remember(module);
      const made = await original.call(WebAssembly, source, imports);
      remember((made.instance ?? made).exports);
      return made;
    };
  }
  bench.longest = (from) => {
    const late = bench.tasks.filter(({ startTime, duration }) => startTime + duration > from);
    return Math.max(0, ...late.map(({ duration }) => duration));
  };
  /** The time after the next paint. */
  bench.painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(0);
      });
    });
  bench.rows = () =>
    [...document.querySelectorAll('[role="row"]')].filter((row) =>
      row.querySelector('[role="cell"], [role="gridcell"]'),
    );
  /**
   * The time from the event `type` to the paint after the last change of the document, of those that come in less than `restMs`
   * after the one before; and the longest task in that time.
   */
  bench.after = (type, restMs) =>
    new Promise((done) => {
      let [start, end, timer] = [0, 0, 0];
      const finish = () => {
        watch.disconnect();
        done({ took: end - start, longest: bench.longest(start) });
      };
      const rest = () => {
        clearTimeout(timer);
        timer = setTimeout(finish, restMs);
      };
      const watch = new MutationObserver(async () => {
        rest();
        end = await bench.painted();
      });
      const begin = ({ timeStamp }) => {
        start = timeStamp;
        end = timeStamp;
        rest();
        watch.observe(document.querySelector('main'), {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      };
      addEventListener(type, begin, { capture: true, once: true });
    });
}

/** Runs in the page. A fixed piece of work, to show how evenly the machine runs. */
export function control() {
  let x = 1;
  const begun = performance.now();
  for (let at = 0; at < 3e7; at += 1) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  return performance.now() - begun + (x === 0.5 ? 1 : 0);
}
