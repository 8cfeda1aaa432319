// Bytes that are no intact saved Datalab are refused, whatever is wrong with them (docs/datalab-format.md).
import { AssayerError, Datalab } from 'assayer';
import { beforeAll, describe, expect, it } from 'vitest';

let saved: Uint8Array;
beforeAll(async () => {
  const features = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(i * 3)]);
  const lab = await Datalab.create({ labels: features.map((_, i) => (i % 3 ? 'a' : 'b')) });
  await lab.findIssues({ features });
  saved = lab.save();
});

async function refusal(bytes: unknown): Promise<string> {
  const error = await Datalab.load(bytes as Uint8Array).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AssayerError);
  expect((error as AssayerError).code).toBe('invalid_input');
  return (error as AssayerError).message;
}

const flipped = (at: number, mask = 1) => saved.map((byte, i) => (i === at ? byte ^ mask : byte));

describe('Datalab.load', () => {
  it('takes the intact bytes, also as a part of a larger buffer, and writes them again', async () => {
    const around = new Uint8Array(saved.length + 3);
    around.set(saved, 3);
    const lab = await Datalab.load(around.subarray(3));
    expect(lab.save()).toEqual(saved);
  });

  it('refuses a flipped bit wherever it is', async () => {
    for (let at = 0; at < saved.length; at += at < 64 ? 1 : 61) {
      expect(await refusal(flipped(at, 1 << (at % 8))), `byte ${at}`).toMatch(/^bytes: expected /);
    }
  });

  it('refuses bytes that are cut off or go on', async () => {
    for (const length of [0, 7, 8, 12, 19, 20, 21, 100, saved.length - 8, saved.length - 1]) {
      expect(await refusal(saved.slice(0, length)), `${length} bytes`).toMatch(/^bytes: expected /);
    }
    const longer = new Uint8Array(saved.length + 8);
    longer.set(saved);
    expect(await refusal(longer)).toMatch(/checksum/);
  });

  it('refuses other versions by number, and foreign files', async () => {
    expect(await refusal(flipped(8, 3))).toBe('bytes: expected version 1 of the format, got version 2');
    for (const text of [
      '',
      'a,b\n1,2\n',
      '{"task":"classification"}',
      '\x80\x04\x95 a pickle of 40 bytes or so and more',
    ]) {
      expect(await refusal(new TextEncoder().encode(text))).toMatch(/something else/);
    }
    for (const value of [undefined, null, 'assayer\n', [1, 2], {}]) await refusal(value);
  });
});
