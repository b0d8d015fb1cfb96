// Plays every documented example that applies against its own sandbox. Each must get the documented answer:
//   node examples.mjs
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Tenant } from '../e2e/support/tenant.js';
import { closing } from './closing.js';
import { differences } from './compare.js';
import { facts, shared } from './description.js';
import { play } from './plays.js';
import { Visitor } from './visitor.js';

const directory = join(shared, 'facts', 'examples');
if (!existsSync(directory)) {
  console.log(`skipped: ${shared} is not here`);
  closing({ skipped: 1 });
  process.exit();
}

const tenant = await Tenant.start({ guests: 120, portal: null });
const count = { passed: 0, failed: 0 };
const outside = [];
try {
  for (const file of readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    for (const example of facts(`examples/${file}`)) {
      const name = `${file.split('.')[0]}: ${example.name}`;
      const part = play(file, example);
      if (part.notApplicable) {
        outside.push(`${name}: ${part.notApplicable}`);
        continue;
      }
      const wrong = await outcome(part, example);
      count[wrong.length > 0 ? 'failed' : 'passed'] += 1;
      console.log(`${wrong.length > 0 ? 'FAILED' : 'ok    '} ${name}${part.note ? ` (${part.note})` : ''}`);
      for (const line of wrong) console.log(`         ${line}`);
    }
  }
} finally {
  await tenant.stop();
}
console.log(`\nnot applicable: ${outside.length}`);
for (const line of outside) console.log(`  ${line}`);
console.log(
  `\nExamples: ${count.passed} of ${count.passed + count.failed} get the documented answer, ${outside.length} do not apply`,
);
closing(count);

/** Plays an example in a tenant that was reset, and returns the differences from the documented answer. */
async function outcome(part, example) {
  try {
    await tenant.reset();
    const visitor = await Visitor.of(tenant);
    const actual = await part.play({ tenant, visitor, example });
    const expected = part.expect?.(example) ?? example.response;
    return [...differences(expected, actual, part), ...(part.check?.(actual, expected) ?? [])];
  } catch (error) {
    return [`could not be played: ${error.message}`];
  }
}
