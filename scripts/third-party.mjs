// Writes THIRD_PARTY.md: the licences of what is bundled into the package, the wasm module and the page.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundled = [
  ...['papaparse', 'hyparquet', 'hyparquet-compressors', '@uwdata/flechette', 'commander', 'picocolors'],
  ...['preact', '@preact/signals', '@preact/signals-core', 'idb'],
];
const sections = bundled.map((name) => {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${text}\n\`\`\``;
});
const native = `## Compiled into assayer.wasm

- Eigen 3.4 (MPL 2.0; source: eigen.tuxfamily.org)
- nanoflann (BSD 2-Clause; Copyright 2008-2009 Marius Muja, David G. Lowe; 2011-2024 Jose Luis Blanco)
- parts of LLVM libc++, libc++abi and musl through Emscripten (Apache 2.0 with LLVM exceptions, MIT)`;
writeFileSync(join(root, 'THIRD_PARTY.md'), `# Third-party licences\n\n${native}\n\n${sections.join('\n\n')}\n`);
