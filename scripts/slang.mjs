// Runs one Yosys script in the WebAssembly build that holds the slang SystemVerilog front end.
//
// Usage: node slang.mjs <script> <output file> <source file>...
// The script sees every source file, and writes its output, by base name in its working directory.

import fs from 'node:fs';
import path from 'node:path';
import { Exit, runYosys } from './node/node_modules/@yowasp/yosys/gen/bundle.js';

const [script, output, ...sources] = process.argv.slice(2);
const files = {};
for (const source of sources) files[path.basename(source)] = fs.readFileSync(source, 'utf8');

// A null chunk only says that the stream was flushed.
const print = (chunk) => { if (chunk) process.stderr.write(chunk); };

try {
  const made = await runYosys(['-q', '-p', script], files, { stdout: print, stderr: print });
  if (output !== '-') fs.writeFileSync(output, made[path.basename(output)]);
} catch (error) {
  if (!(error instanceof Exit)) throw error;
  process.exit(1);
}
