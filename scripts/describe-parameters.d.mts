import type { CheckDescription, ParameterDescription } from '../js/datalab/checks.ts';

export function parameterTable(parameters: ParameterDescription[]): string[];
export function headingOf(check: CheckDescription, checks: CheckDescription[]): string;
