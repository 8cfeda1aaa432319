// Prints the Chromium that page tests use: $CHROMIUM, else the first of the usual names on PATH. Exits with 1 if none.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const candidates = [
  process.env.CHROMIUM,
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromiumPath = candidates.find((path) => {
  try {
    accessSync(path ?? '', constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

if (import.meta.url === `file://${process.argv[1]}`) {
  if (!chromiumPath) process.exit(1);
  console.log(chromiumPath);
}
