// Writes flowers, customers, house_prices and support_texts.csv to examples/data: small tables with faults
// planted at random (seeded: the files come out the same each time).
import { readFileSync, writeFileSync } from 'node:fs';

const here = (name) => new URL(`../examples/data/${name}`, import.meta.url);
let state = 20240229;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const below = (bound) => Math.floor(random() * bound);
const pick = (values) => values[below(values.length)];
const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
const quoted = (cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));
const write = (name, header, rows) =>
  writeFileSync(here(name), `${[header, ...rows].map((row) => row.map(quoted).join(',')).join('\n')}\n`);
/** Different row numbers, for planting faults. */
const places = (count, rows) => {
  const chosen = new Set();
  while (chosen.size < count) chosen.add(below(rows));
  return [...chosen];
};

function flowers() {
  const [header, ...rows] = readFileSync(here('iris.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const species = [...new Set(rows.map((row) => row.at(-1)))];
  for (const row of places(9, rows.length)) {
    rows[row][rows[row].length - 1] = pick(species.filter((name) => name !== rows[row].at(-1)));
  }
  for (const row of places(2, rows.length)) rows[row][below(4)] = (30 + below(40)).toFixed(1); // millimetres
  write('flowers.csv', header, rows);
}

const firstNames =
  'Ada Ben Carla David Emma Felix Greta Hugo Ines Jonas Klara Leo Mira Nils Olga Paul Rosa Simon Tina Vera';
const lastNames =
  'Adler Berg Costa Dahl Engel Frank Garcia Horn Ito Jansen Keller Lang Moreau Novak Olsen Peters Rossi Silva';
const cities = ['Berlin', 'Hamburg', 'Lisbon', 'Oslo', 'Prague', 'Turin', 'Vienna'];

function customers() {
  const rows = [];
  for (let id = 0; id < 600; id++) {
    const name = `${pick(firstNames.split(' '))} ${pick(lastNames.split(' '))}`;
    const plan = pick(['free', 'basic', 'basic', 'pro']);
    const months = 1 + below(60);
    const tickets = Math.max(0, Math.round(normal() + (random() < 0.3 ? 5 : 1)));
    const spend = { free: 0, basic: 12, pro: 49 }[plan] + Math.max(0, normal() * 3);
    const risk = tickets * 0.9 - months * 0.06 - (plan === 'pro' ? 1.5 : 0);
    const age = Math.round(Math.min(85, Math.max(18, 41 + normal() * 12)));
    const date = new Date(Date.UTC(2019, below(60), 1 + below(28))).toISOString().slice(0, 10);
    const mail = `${name.toLowerCase().replace(' ', '.')}${id}@example.org`;
    rows.push([
      1000 + id,
      name,
      mail,
      pick(cities),
      age,
      date,
      plan,
      spend.toFixed(2),
      tickets,
      months,
      risk > 0 ? 'yes' : 'no',
    ]);
  }
  const at = { id: 0, name: 1, mail: 2, city: 3, age: 4, plan: 6, spend: 7, tickets: 8, churned: 10 };
  for (const row of places(18, 600)) rows[row][at.churned] = rows[row][at.churned] === 'yes' ? 'no' : 'yes';
  for (const row of places(60, 600)) rows[row][at.age] = '';
  for (const row of places(25, 600)) rows[row][at.city] = pick(['', 'N/A']);
  for (const row of places(6, 600)) rows[row][at.city] = pick([' Berlin', 'berlin', 'BERLIN', 'Viena']);
  for (const row of places(3, 600)) rows[row][at.age] = pick([430, 0, 199]);
  for (const row of places(3, 600)) rows[row][at.spend] = (4900 + below(900)).toFixed(2);
  for (const row of places(8, 600)) rows.splice(below(rows.length), 0, [...rows[row]]); // exact copies
  for (const row of places(8, 600)) {
    const copy = [...rows[row]]; // entered twice, with a slip
    copy[at.name] = copy[at.name].replace(/(.)(.)$/, '$2$1');
    rows.push(copy);
  }
  const names = [
    'customer',
    'name',
    'email',
    'city',
    'age',
    'since',
    'plan',
    'monthly_spend',
    'tickets',
    'months',
    'churned',
  ];
  write('customers.csv', names, rows);
}

function housePrices() {
  const districts = { Centre: 5200, Harbour: 4400, Hills: 3900, North: 2900, Mill: 2500 };
  const rows = Array.from({ length: 500 }, () => {
    const district = pick(Object.keys(districts));
    const area = Math.round(45 + random() * 140);
    const rooms = Math.max(1, Math.round(area / 28 + normal() * 0.6));
    const built = 1900 + below(122);
    const heating = pick(['gas', 'gas', 'district', 'heat pump']);
    const garden = random() < 0.35 ? 'yes' : 'no';
    const price =
      area * districts[district] * (0.75 + (built - 1900) / 320) + (garden === 'yes' ? 25000 : 0) + normal() * 16000;
    return [district, area, rooms, built, heating, garden, Math.max(40000, Math.round(price / 500) * 500)];
  });
  for (const row of places(6, 500)) rows[row][6] *= 10;
  for (const row of places(6, 500)) rows[row][6] = Math.round(rows[row][6] / 10);
  for (const row of places(3, 500)) rows[row][1] *= 10.76; // square feet
  for (const row of places(20, 500)) rows[row][4] = '';
  write('house_prices.csv', ['district', 'area_m2', 'rooms', 'built', 'heating', 'garden', 'price'], rows);
}

function supportTexts() {
  const topics = {
    billing: {
      what: [
        'I was charged twice',
        'the invoice shows a wrong amount',
        'my card was declined',
        'I need a receipt',
        'the refund has not arrived',
      ],
      where: ['for my subscription', 'on the last bill', 'for order 5521', 'this month', 'after I cancelled'],
    },
    login: {
      what: [
        'I cannot sign in',
        'the password reset mail never comes',
        'my account is locked',
        'the code for two-step login is refused',
        'it logs me out',
      ],
      where: ['since the update', 'on my phone', 'from the office', 'with my work address', 'every few minutes'],
    },
    delivery: {
      what: [
        'the parcel has not arrived',
        'tracking has not moved',
        'the box came damaged',
        'it went to the wrong address',
        'half of the order is missing',
      ],
      where: ['since Monday', 'for order 7718', 'although it says delivered', 'for two weeks', 'from the courier'],
    },
  };
  const openings = ['Hello,', 'Hi,', 'Please help:', 'Good morning,', '', ''];
  const endings = ['Can you check?', 'What can I do?', 'Thanks', 'This is urgent.', 'Please advise.', ''];
  const names = Object.keys(topics);
  const rows = Array.from({ length: 400 }, () => {
    const topic = pick(names);
    const { what, where } = topics[topic];
    const text = [
      pick(openings),
      pick(what),
      `${pick(where)}.`,
      random() < 0.4 ? `${pick(what)} too.` : '',
      pick(endings),
    ];
    return [text.filter(Boolean).join(' '), topic];
  });
  for (const row of places(14, 400)) rows[row][1] = pick(names.filter((name) => name !== rows[row][1]));
  for (const row of places(3, 400)) rows[row][0] = pick(['asdf asdf', 'test 123 test', '???']);
  for (const row of places(6, 400)) rows.push([rows[row][0].replace('.', ' !'), rows[row][1]]);
  write('support_texts.csv', ['message', 'topic'], rows);
}

flowers();
customers();
housePrices();
supportTexts();
