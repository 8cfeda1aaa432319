/**
 * What is timed. `modes` are those of package.mjs and reference.py, each in a process of its own; `rounds` processes of
 * `repeat` runs each (small workloads: the time after the first run, as a page or a server sees it; large ones: fresh
 * processes, the first run included). `twoWorkers`: the whole audit is timed with two workers, too. `hash`: what the
 * generator must make. K = 0: normal draws without clusters, of which no search can leave anything out.
 */
export const workloads = [
  { name: '132x2', n: 132, d: 2, K: 4, modes: ['whole', 'steps'], rounds: 3, repeat: 15, hash: '935882d80c001546' },
  { name: '1kx10', n: 1000, d: 10, K: 4, modes: ['whole', 'steps'], rounds: 3, repeat: 11, hash: '6fb3d86899c85cde' },
  {
    name: '10kx20',
    n: 10000,
    d: 20,
    K: 10,
    modes: ['whole', 'steps'],
    twoWorkers: true,
    rounds: 2,
    repeat: 1,
    hash: 'faf8aa461327f29a',
  },
  {
    name: '10kx100',
    n: 10000,
    d: 100,
    K: 10,
    modes: ['whole', 'steps'],
    twoWorkers: true,
    rounds: 2,
    repeat: 1,
    hash: '7a68435e0f1fd553',
  },
  { name: '100kx2', n: 100000, d: 2, K: 10, modes: ['whole', 'steps'], rounds: 2, repeat: 1 },
  { name: '20kx768', n: 20000, d: 768, K: 10, modes: ['whole', 'crossval'], twoWorkers: true, rounds: 1, repeat: 1 },
  { name: '50kx20', n: 50000, d: 20, K: 10, modes: ['whole', 'steps'], twoWorkers: true, rounds: 1, repeat: 1 },
  { name: '50kx128', n: 50000, d: 128, K: 10, modes: ['whole', 'crossval'], twoWorkers: true, rounds: 1, repeat: 1 },
  { name: '20kx768 noise', n: 20000, d: 768, K: 0, modes: ['search'], twoWorkers: true, rounds: 2, repeat: 1 },
  { name: '50kx128 noise', n: 50000, d: 128, K: 0, modes: ['search'], twoWorkers: true, rounds: 2, repeat: 1 },
  { name: '1Mlabels', n: 1000000, d: 0, K: 10, modes: ['labels'], rounds: 3, repeat: 3 },
  { name: '1Mx10', n: 1000000, d: 10, K: 10, modes: ['audit'], rounds: 1, repeat: 1 },
];
