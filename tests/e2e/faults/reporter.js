// Prints each cell of the fault matrix when it has ended, and the table at the end.
import { cpus, loadavg } from 'node:os';
import { stripVTControlCharacters } from 'node:util';

const WIDTH = 21;

export default class Table {
  #results = [];
  #total = 0;

  onBegin(_config, suite) {
    this.#total = suite.allTests().length;
  }

  onTestEnd({ title, annotations }, { status, duration, errors, annotations: own = annotations }) {
    const { type = 'ok', description = '' } = own.at(-1) ?? {};
    const passed = status === 'passed';
    const why = stripVTControlCharacters(errors[0]?.message ?? status).split('\n')[0];
    const result = {
      title,
      short: passed ? type : 'FAILED',
      text: description || (passed ? '' : why),
      duration,
      passed,
    };
    this.#results.push(result);
    const count = `${this.#results.length}/${this.#total}`;
    console.log(
      `${count.padStart(6)} ${result.short.padEnd(7)} ${title}: ${result.text} (${(duration / 1000).toFixed(0)} s)`,
    );
  }

  onEnd() {
    const cells = this.#results
      .filter(({ title }) => title.includes(' | '))
      .map((of) => ({ ...of, at: of.title.split(' | ') }));
    const column = (which) => [...new Set(cells.map(({ at }) => at[which]))].sort();
    const [faults, moments] = [column(0), column(1)];
    const wide = Math.max(0, ...faults.map((name) => name.length)) + 2;
    console.log(`\n${''.padEnd(wide)}${moments.map((moment) => moment.padEnd(WIDTH)).join('')}`);
    for (const fault of faults) {
      const of = (moment) => cells.find(({ at }) => at[0] === fault && at[1] === moment)?.short ?? '';
      console.log(`${fault.padEnd(wide)}${moments.map((moment) => of(moment).padEnd(WIDTH)).join('')}`);
    }
    this.#list('Not applicable', ({ short }) => short === 'n/a');
    this.#list('SIGKILL in the middle of a run', ({ title }) => title.startsWith('SIGKILL at'));
    this.#list('Failed', ({ passed }) => !passed);
    const failed = cells.filter(({ passed }) => !passed).length;
    const unused = cells.filter(({ short }) => short === 'n/a').length;
    console.log(
      `\n${cells.length} cells: ${cells.length - failed - unused} ok, ${unused} not applicable, ${failed} failed`,
    );
    console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
  }

  #list(heading, of) {
    const some = this.#results.filter(of);
    if (some.length) console.log(`\n${heading}:`);
    for (const { title, text } of some) console.log(`  ${title}: ${text}`);
  }

  printsToStdio() {
    return true;
  }
}
