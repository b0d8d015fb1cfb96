// The last line that each program here prints. The task runner adds up their numbers.

/** Prints the totals and sets the exit code. */
export function closing({ passed = 0, failed = 0, skipped = 0 }) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0) process.exitCode = 1;
}
