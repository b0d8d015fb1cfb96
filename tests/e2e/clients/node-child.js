// Runs functions of a test in a separate process: see node-process.js.

process.on('message', async ({ source, argument }) => {
  try {
    // Evaluated in this file, so that `import(…)` finds the packages of tests/e2e.
    // biome-ignore lint/security/noGlobalEval: the source is a function of the test.
    const run = eval(`(${source})`);
    process.send({ result: await run(argument) });
  } catch (error) {
    const { name, message, stack } = error;
    process.send({ error: { name, message, stack } });
  }
});
