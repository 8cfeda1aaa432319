import type { Server } from 'node:http';

export function servePage(): Promise<{ origin: string; address: string; server: Server }>;
export const chromiumArguments: string[];
