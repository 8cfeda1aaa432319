// The script of the worker behind `assayer/worker`.
import { platform } from '#platform';
import { keepSettings, loadCore } from './core.ts';
import { packResult, type Request, type Response, transferables, unpackFunctions } from './remote/messages.ts';
import { PartialError, workerFunctions } from './remote/worker-functions.ts';

const host = platform.host();
const running = new Map<number, AbortController>();
const questions = new Map<number, { resolve(value: unknown): void; reject(): void }>();
let nextQuestion = 1;

function respond(response: Response): void {
  host.postMessage(response, [...transferables(response)]);
}

/** Have an argument that is a function called on the thread that the call came from. */
function ask(id: number, argument: number, args: unknown[]): Promise<unknown> {
  const question = nextQuestion++;
  return new Promise((resolve, reject) => {
    questions.set(question, { resolve, reject });
    respond({ kind: 'question', id, question, argument, args });
  });
}

async function call({ id, name, args: sent, callbacks }: Extract<Request, { kind: 'call' }>): Promise<void> {
  const args = unpackFunctions(sent, (argument, given) => ask(id, argument, given));
  const controller = new AbortController();
  running.set(id, controller);
  // the last argument is the options, which lost the signal and the callbacks on the way
  const options = args.at(-1) as Record<string, unknown> | undefined;
  if (options && typeof options === 'object') {
    options.signal = controller.signal;
    for (const callback of callbacks) {
      options[callback] = (value: unknown) => respond({ kind: 'event', id, callback, value: packResult(value) });
    }
  }
  try {
    const value = await workerFunctions[name]!(...(args as never[]));
    respond({ kind: 'done', id, value: packResult(value) });
  } catch (error) {
    const cause = (error instanceof PartialError ? error.cause : error) as Error & { code?: string };
    const { name: kind, code, message } = cause ?? {};
    respond({
      kind: 'failed',
      id,
      error: {
        name: kind ?? 'Error',
        ...(typeof code === 'string' ? { code } : {}),
        message: message ?? String(cause),
      },
      ...(error instanceof PartialError ? { partial: error.partial } : {}),
    });
  } finally {
    running.delete(id);
  }
}

function settle(question: number) {
  const waiting = questions.get(question);
  questions.delete(question);
  return waiting;
}

host.onMessage((message) => {
  const request = message as Request;
  if (request.kind === 'init') {
    keepSettings(request.settings);
    if (request.settings.wasmModule) void loadCore().catch(() => {}); // while the work is on its way; it fails there
  } else if (request.kind === 'abort') running.get(request.id)?.abort();
  else if (request.kind === 'answer') settle(request.question)?.resolve(request.value);
  else if (request.kind === 'no-answer') settle(request.question)?.reject();
  else void call(request);
});
