import type { ComponentChildren } from 'preact';

interface Heading {
  words: string;
  /** Numbers stand at the end of their column. */
  isNumber?: boolean;
}

interface Line {
  key: string;
  /** The first of them names the line. */
  cells: ComponentChildren[];
}

/** A table of facts as wide as it likes: it scrolls where it does not fit, and on a phone each line becomes a card. */
export function FactsTable({ label, headings, lines }: { label: string; headings: Heading[]; lines: Line[] }) {
  const classOf = (at: number) => (headings[at]!.isNumber ? 'number' : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll by keyboard too
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      <table class="small-table wide facts-table">
        <thead>
          <tr>
            {headings.map(({ words }, at) => (
              <th key={words} scope="col" class={classOf(at)}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={headings[at + 1]!.words} class={classOf(at + 1)} data-heading={headings[at + 1]!.words}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
