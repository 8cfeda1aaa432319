import pc from 'picocolors';

/** Where a command writes to: results to stdout, everything else to stderr. */
export interface Terminal {
  /** Colours for stdout. */
  colors: ReturnType<typeof pc.createColors>;
  /** Columns of the terminal; 80 where there is none. */
  width: number;
  verbosity: 'quiet' | 'normal' | 'verbose';
  out(text: string | Uint8Array): void;
  note(text: string): void;
}

export function openTerminal({
  color,
  quiet,
  verbose,
}: {
  color?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}): Terminal {
  return {
    colors: pc.createColors(useColor(color)),
    width: process.stdout.columns ?? 80,
    verbosity: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
    out: (text) => void process.stdout.write(text),
    note: (text) => {
      if (!quiet) process.stderr.write(`${text}\n`);
    },
  };
}

/** `--color`, else NO_COLOR, FORCE_COLOR, TERM=dumb, else whether stdout is a terminal. */
function useColor(flag: boolean | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (flag !== undefined) return flag;
  if (NO_COLOR) return false;
  if (FORCE_COLOR && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

/** `| head` closes the pipe early, which is no error. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

/** Width of text on a terminal: East Asian and emoji characters take two columns, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) continue;
    width += isWide(character.codePointAt(0)!) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** Text cut to a width, or filled up with blanks. Control characters are made visible. */
export function padded(text: string, width: number): string {
  const plain = visible(text);
  const size = displayWidth(plain);
  if (size <= width) return plain + ' '.repeat(width - size);
  let cut = '';
  let used = 0;
  for (const character of plain) {
    const next = displayWidth(character);
    if (used + next > width - 1) break;
    cut += character;
    used += next;
  }
  return `${cut}…${' '.repeat(width - used - 1)}`;
}

/** Cells of a file must not be able to command the terminal. */
export function visible(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '\ufffd');
}

/** As `visible`, of a text of many lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
