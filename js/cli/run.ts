import { CommanderError } from 'commander';
import { AssayerError } from '../errors.ts';
import { CommandError, exitCodes } from './exit.ts';
import { createProgram } from './program.ts';
import { endQuietlyOnClosedPipe } from './terminal.ts';

/** Run the command line. Gives what the process is to end with. */
export async function run(args: string[]): Promise<number> {
  endQuietlyOnClosedPipe();
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  let code: number = exitCodes.done;
  const program = createProgram(controller.signal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.couldNotRun;
    if (controller.signal.aborted) {
      process.stderr.write('assayer: interrupted\n');
      return exitCodes.interrupted;
    }
    process.stderr.write(`assayer: ${inWords(error, args.includes('--verbose'))}\n`);
    return exitCodes.couldNotRun;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function inWords(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'stopped: the time given by --timeout is over';
  const isExpected = error instanceof CommandError || (error instanceof AssayerError && error.code !== 'internal');
  if (isExpected) return verbose && error.cause ? `${error.message}\n${String(error.cause)}` : error.message;
  return `a defect of assayer, please report it: ${verbose ? (error.stack ?? error.message) : `${error.message} (--verbose tells more)`}`;
}
