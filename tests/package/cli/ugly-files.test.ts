import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { uglyFiles } from '../ingest/ugly-files.ts';
import { assayer, scratchFolder } from './assayer.ts';

const folder = await scratchFolder();

describe('assayer audit of ugly files', () => {
  it.each(uglyFiles)('$name ($what)', async ({ name, bytes, refused }) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const { code, stdout, stderr } = await assayer(['audit', path, '--effort', 'fast']);
    expect(stderr).not.toMatch(/defect|\n +at /);
    if (refused) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^assayer: .*expected .*, got /);
      expect(stderr).toMatch(refused);
    } else {
      expect(code).toBe(0);
      expect(stdout).toContain('worst example');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
      expect(stdout).not.toMatch(/[\x00-\x08\x0e-\x1f]/);
    }
  });
});
