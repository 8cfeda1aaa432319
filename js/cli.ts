#!/usr/bin/env node
import { run } from './cli/run.ts';

// no process.exit(): output that is still on its way must arrive
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
