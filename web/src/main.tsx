import { render } from 'preact';
import '../styles/all.css';
import { App } from './app.tsx';
import { asProblem, startEngine } from './engine.ts';
import { findKeptWork, followDecisions } from './kept-work.ts';
import { isEngineReady, problem } from './state.ts';

followDecisions();
render(<App />, document.getElementById('page')!);

async function getReady(): Promise<void> {
  const keep = 'serviceWorker' in navigator && import.meta.env.PROD;
  const kept = keep ? navigator.serviceWorker.register('./sw.js').then(() => navigator.serviceWorker.ready) : undefined;
  // without a service worker (an insecure address, a private window) the page works all the same, but for offline reloads
  await Promise.all([startEngine(), findKeptWork(), kept?.catch(() => undefined)]);
}

getReady().then(
  () => {
    isEngineReady.value = true;
    document.documentElement.dataset.ready = 'yes';
  },
  (error: unknown) => {
    problem.value = asProblem('assayer.wasm', error);
  },
);
