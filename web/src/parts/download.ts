/** Hand a file to the visitor. */
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** `flowers.csv.gz`, `issues.csv` -> `flowers-issues.csv` */
export function nameBeside(file: string, ending: string): string {
  return `${file.replace(/\.gz$/i, '').replace(/\.[a-z0-9]+$/i, '')}-${ending}`;
}
