// Makes tests of the examples in the comments of include/assayer:
//   node scripts/header-examples.mjs OUTPUT.cpp
// An example is what is indented by four spaces below `/// Example:`; a line that ends like an expression, not like a
// statement, must be true. `/// The examples of this file share:` begins what stands before each example of a header.
// A function without an example is an error.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const folder = new URL('../include/assayer/', import.meta.url);
/** Rooms below the ones that users call, and small helpers whose names say all. */
const withoutExamples =
  /^(annotations|audit_table|check|check_parameters|column_profile|compare_tables|datalab|encode|error|graph_layout|job|knn_graph|label_judgement|leaks|matrix|present_cells|raw_duplicates|raw_table|row_surprise|schema|table_predictions|task|validation|value)\.h$/;
const helper = /_name$/;

/** The code of the comment lines from `start` on. */
function codeFrom(lines, start) {
  const code = [];
  for (let at = start; /^\s*\/\/\/ {5}/.test(lines[at] ?? ''); at++) code.push(lines[at].replace(/^\s*\/\/\/ {5}/, ''));
  return code;
}

/** Statements as they are, what is claimed as a check. */
function asTest(code) {
  let isOpen = false;
  return code.map((line) => {
    const text = line.replace(/\s*\/\/.*$/, '');
    const isStatement = isOpen || text === '' || text === '}' || /[;{,(]$/.test(text);
    isOpen = isStatement && text !== '' && /[,(]$/.test(text);
    return isStatement ? line : `CHECK((${text}));`;
  });
}

function examplesOf(file) {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  const shared = lines.indexOf('/// The examples of this file share:');
  const before = shared < 0 ? [] : codeFrom(lines, shared + 1);
  const tests = [];
  const named = new Set();
  const missing = [];
  let pending;
  lines.forEach((line, at) => {
    if (/^\s*\/\/\/ Example:$/.test(line)) pending = { code: codeFrom(lines, at + 1), line: at + 1 };
    if (/^\s*\/\/\//.test(line)) return;
    const declared =
      line.match(/^(?!using|struct|class|enum|namespace|template|#|\/\/)[A-Za-z].*?\b([a-z]\w*)\(/)?.[1] ??
      line.match(/^class (\w+)/)?.[1];
    if (pending) {
      tests.push({ ...pending, name: declared ?? 'what follows' });
      if (declared) named.add(declared);
      pending = undefined;
    } else if (declared && !named.has(declared) && !helper.test(declared)) missing.push(declared);
  });
  if (missing.length && !withoutExamples.test(file)) {
    throw new Error(`include/assayer/${file}: no example of ${missing.filter((name) => !named.has(name)).join(', ')}`);
  }
  return tests.map(
    ({ name, code, line }) => `TEST_CASE("example of ${name} (assayer/${file})") {
#line ${line + 1} "include/assayer/${file}"
  ${[...before, ...asTest(code)].join('\n  ')}
}
`,
  );
}

const files = readdirSync(folder).filter((file) => file.endsWith('.h'));
const tests = files.map((file) => [file, examplesOf(file)]).filter(([, found]) => found.length);
const output = process.argv[2];
writeFileSync(
  output,
  `// Made by scripts/header-examples.mjs: the examples in the comments of the public headers.
${tests.map(([file]) => `#include "assayer/${file}"`).join('\n')}

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace assayer;
using doctest::Approx;

${tests.flatMap(([, found]) => found).join('\n')}`,
);
console.log(`${basename(output)}: ${tests.flatMap(([, found]) => found).length} examples`);
