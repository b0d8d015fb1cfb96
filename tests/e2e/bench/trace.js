// Reads from a Chromium trace how much time each key took on the page's main thread.

/** The categories to record: the tasks of each thread, and the events and paints in them. */
export const CATEGORIES = ['-*', 'toplevel', 'devtools.timeline'];

/**
 * One entry for each pressed key, in milliseconds. `work` is the processor time of all the main thread's tasks from the key's
 * `keydown` to the next one, at most `windowMs`. `paint` is how long its tasks took to the end of the first one with a paint.
 */
export function keystrokes(trace, windowMs) {
  const { traceEvents } = JSON.parse(trace);
  const keys = traceEvents.filter(({ name, args }) => name === 'EventDispatch' && args.data.type === 'keydown');
  if (keys.length === 0) return [];
  const [{ pid, tid }] = keys;
  const own = traceEvents
    .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X')
    .toSorted((a, b) => a.ts - b.ts);
  const tasks = outermost(own.filter(({ name }) => name === 'ThreadControllerImpl::RunTask'));
  const paints = own.filter(({ name }) => name === 'Paint');
  const first = keys.map((key) => tasks.findIndex((task) => contains(task, key)));
  return first.map((start, index) => {
    const end = tasks[start].ts + windowMs * 1_000;
    const until = index + 1 < first.length ? first[index + 1] : tasks.length;
    const ours = tasks.slice(start, until).filter(({ ts }) => ts < end);
    const painted = ours.findIndex((task) =>
      paints.some((paint) => paint.ts >= keys[index].ts && contains(task, paint)),
    );
    return { work: sum(ours, 'tdur'), paint: painted < 0 ? undefined : sum(ours.slice(0, painted + 1), 'dur') };
  });
}

/** The tasks without those inside others, whose time the outer task includes. */
function outermost(tasks) {
  let end = 0;
  return tasks.filter(({ ts, dur }) => {
    const outer = ts >= end;
    if (outer) end = ts + dur;
    return outer;
  });
}

const contains = (task, event) => task.ts <= event.ts && event.ts < task.ts + task.dur;

const sum = (tasks, field) => tasks.reduce((all, task) => all + task[field], 0) / 1_000;
