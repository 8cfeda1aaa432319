// The published schema describes each JSON report, and nothing in a report is left undescribed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2020.js';
import { type AuditOptions, audit, type ReportJSON } from 'assayer';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve('assayer/report.schema.json'), 'utf8'));

/** The schema, but properties it does not name are refused. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (part === null || typeof part !== 'object') return part;
  const members = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  return 'properties' in members && 'type' in members ? { ...members, additionalProperties: false } : members;
}

const validator = new Ajv({ allErrors: true, allowUnionTypes: true });
const isOpen = validator.compile(schema);
const isClosed = validator.compile(closed(schema) as object);

function faults(report: unknown): unknown {
  const written = JSON.parse(JSON.stringify(report));
  return [isOpen(written) ? [] : isOpen.errors, isClosed(written) ? [] : isClosed.errors].flat();
}

const sample = (name: string) => readFileSync(new URL(`../../../examples/data/${name}.csv`, import.meta.url));

const multilabel = `a,b,tags\n${Array.from({ length: 60 }, (_, i) => {
  const tags = i % 3 === 0 ? 'red' : i % 3 === 1 ? 'red;blue' : 'blue';
  return `${(i % 3) * 5 + (i % 7) / 9},${(i % 3) * 3 + (i % 5) / 8},${tags}`;
}).join('\n')}\n`;

describe('report.schema.json', () => {
  it.each([
    ['classification', 'penguins_raw', { label: 'Species' }],
    ['classification', 'iris', {}],
    ['regression', 'house_prices', { task: 'regression' }],
    ['no label', 'customers', { noLabel: true }],
  ] as const)('describes the report of a table: %s, %s', async (task, name, options: AuditOptions) => {
    const report = await audit(sample(name), options);
    if (task !== 'no label') expect(report.task).toBe(task);
    for (const render of [{}, { redact: true }, { missing: 'fill' }, { numExamples: 0 }] as const) {
      expect(faults(report.toJSON(render))).toEqual([]);
    }
  });

  it('describes the report of a multilabel table', async () => {
    const report = await audit(multilabel, { label: 'tags', task: 'multilabel' });
    expect(report.task).toBe('multilabel');
    expect(faults(report.toJSON())).toEqual([]);
  });

  it('refuses what is no report', async () => {
    const report: ReportJSON = (await audit(sample('iris'))).toJSON();
    expect(faults({ ...report, schemaVersion: 2 })).not.toEqual([]);
    expect(faults({ ...report, total: -1 })).not.toEqual([]);
    expect(faults({ ...report, issues: [{ type: 'label' }] })).not.toEqual([]);
    const { fixes: _, ...without } = report;
    expect(faults(without)).not.toEqual([]);
    expect(faults({ ...report, extra: 1 })).not.toEqual([]); // the closed schema only
  });
});
