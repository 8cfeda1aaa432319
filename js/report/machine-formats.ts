import type { AuditReport } from '../audit/audit-report.ts';
import { version } from '../version.ts';
import { overview, type RenderOptions } from './overview.ts';

/** A condition of the user's that did not hold, in words: GitHub tells it as an error, JUnit as a failed test. */
export interface FailedGate {
  /** The issue type it is about. */
  type: string;
  message: string;
}

/** How the reports for CI are written. */
export interface CIRenderOptions extends RenderOptions {
  /** Path of the file, as the host of the code knows it; default: the name it was read by, else "data". */
  file?: string;
  /** Conditions that did not hold; default none. */
  failedGates?: FailedGate[];
}

/** One flagged row, as the formats for machines tell it. */
interface Finding {
  type: string;
  row: number;
  /** Line of the file, where there is one. */
  line?: number;
  score: number;
  message: string;
}

/** What the formats for machines tell. */
interface Findings {
  file: string;
  types: { type: string; title: string; description: string; numIssues: number }[];
  findings: Finding[];
  failures: FailedGate[];
}

/** Rows of each type that are told: beyond, code hosts refuse the file or cut it off. */
const shownByDefault = 1000;

function findingsOf(
  report: AuditReport,
  { numExamples = shownByDefault, redact, file, failedGates = [] }: CIRenderOptions,
): Findings {
  const { issues } = overview(report, { numExamples, redact });
  const { lines, name } = report.data.table.source; // of all rows, also where only some were audited
  return {
    file: file ?? name ?? 'data',
    types: issues,
    findings: issues.flatMap(({ type, title, examples }) =>
      examples.map(({ row, score, reason }) => ({ type, row, line: lines?.[row], score, message: reason || title })),
    ),
    failures: failedGates,
  };
}

/** Annotations of GitHub Actions. */
export function githubText(report: AuditReport, options: CIRenderOptions = {}): string {
  const { file, findings, failures } = findingsOf(report, options);
  const lines = findings.map(({ type, line, row, message }) => {
    const place = `file=${property(file)}${line === undefined ? '' : `,line=${line}`}`;
    return `::warning ${place},title=${property(type)}::${data(`row ${row}: ${message}`)}`;
  });
  const failed = failures.map(({ message }) => `::error file=${property(file)}::${data(`gate failed: ${message}`)}`);
  return `${[...failed, ...lines].join('\n')}\n`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** JUnit XML: one test case for each issue type, failed where a gate on it failed. */
export function junitText(report: AuditReport, options: CIRenderOptions = {}): string {
  const { file, types, findings, failures } = findingsOf(report, options);
  const gates = [...new Set([...types.map(({ type }) => type), ...failures.map(({ type }) => type)])];
  const cases = gates.map((type) => {
    const failed = failures.filter((failure) => failure.type === type);
    const failure = failed.length ? `<failure message="${xml(failed.map(({ message }) => message).join('; '))}"/>` : '';
    const found = findings
      .filter((finding) => finding.type === type)
      .map(({ row, line, message }) => `${where(row, line)}: ${message}`);
    const output = found.length ? `<system-out>${xml(found.join('\n'))}</system-out>` : '';
    return `    <testcase classname="${xml(file)}" name="${xml(type)}">${failure}${output}</testcase>`;
  });
  const failedCases = new Set(failures.map(({ type }) => type)).size;
  const counts = `tests="${gates.length}" failures="${failedCases}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="assayer" ${counts}>`,
    `  <testsuite name="${xml(file)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>\n',
  ].join('\n');
}

function where(row: number, line: number | undefined): string {
  return line === undefined ? `row ${row}` : `line ${line} (row ${row})`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xml(text: string): string {
  // XML has no way to write control characters
  return text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd').replace(/[&<>"]/g, (mark) => entities[mark]!);
}

/** SARIF 2.1.0, for code scanning. */
export function sarifText(report: AuditReport, options: CIRenderOptions = {}): string {
  const { file, types, findings } = findingsOf(report, options);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'assayer',
            semanticVersion: version,
            rules: types.map(({ type, title, description }) => ({
              id: type,
              shortDescription: { text: title },
              fullDescription: { text: description || title },
            })),
          },
        },
        results: findings.map(({ type, row, line, score, message }) => ({
          ruleId: type,
          ruleIndex: types.findIndex((candidate) => candidate.type === type),
          level: 'warning',
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
                ...(line === undefined ? {} : { region: { startLine: line } }),
              },
            },
          ],
          properties: { row, score },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
