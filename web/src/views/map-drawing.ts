// The picture of the map: what is where, and how it is drawn. No state of the page is touched here.
import { lookOf, type Shape, shapes, tracePath } from '../colours.ts';

/** What part of the picture is shown: its centre in units of the data, and pixels for one unit. */
export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export interface MapPoints {
  /** n x 2, row-major. */
  positions: ArrayLike<number>;
  count: number;
  /** How each row is drawn: an id of `lookOf`. */
  looks: Uint8Array;
  /** Rows that pass the filter. */
  shown: Uint8Array;
  /** Rows with a ring. */
  flagged: Uint8Array;
}

/** A camera that shows all but the farthest points. */
export function wholeMap(points: MapPoints, width: number, height: number): Camera {
  const step = Math.max(1, Math.floor(points.count / 5000));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let row = 0; row < points.count; row += step) {
    xs.push(points.positions[row * 2]!);
    ys.push(points.positions[row * 2 + 1]!);
  }
  const [left, right] = ends(xs);
  const [bottom, top] = ends(ys);
  const scale = Math.min((width * 0.9) / Math.max(right - left, 1e-6), (height * 0.9) / Math.max(top - bottom, 1e-6));
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale };
}

function ends(values: number[]): [number, number] {
  const sorted = values.sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * 0.002);
  return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 1];
}

export function toScreen(camera: Camera, width: number, height: number, x: number, y: number): [number, number] {
  return [width / 2 + (x - camera.x) * camera.scale, height / 2 - (y - camera.y) * camera.scale];
}

/** The row drawn nearest to a place on the screen, if one is near enough. */
export function rowAt(points: MapPoints, camera: Camera, size: [number, number], x: number, y: number): number | null {
  const { positions, shown, count } = points;
  const left = camera.x + (x - size[0] / 2) / camera.scale;
  const top = camera.y - (y - size[1] / 2) / camera.scale;
  let nearest: number | null = null;
  let best = (12 / camera.scale) ** 2;
  const hidden = 30 / camera.scale ** 2; // of two points on one spot, the one that passes the filter
  for (let row = 0; row < count; row++) {
    const dx = positions[row * 2]! - left;
    const dy = positions[row * 2 + 1]! - top;
    const distance = dx * dx + dy * dy + (shown[row] ? 0 : hidden);
    if (distance < best) {
      best = distance;
      nearest = row;
    }
  }
  return nearest;
}

/** The rows inside a line drawn on the screen, closed (even-odd rule). */
export function rowsInside(
  points: MapPoints,
  camera: Camera,
  size: [number, number],
  line: readonly [number, number][],
): Set<number> {
  const rows = new Set<number>();
  for (let row = 0; row < points.count; row++) {
    const [x, y] = toScreen(camera, ...size, points.positions[row * 2]!, points.positions[row * 2 + 1]!);
    let isInside = false;
    for (let at = 0, before = line.length - 1; at < line.length; before = at++) {
      const [ax, ay] = line[at]!;
      const [bx, by] = line[before]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
    }
    if (isInside) rows.add(row);
  }
  return rows;
}

export interface MapColours {
  faint: string;
  ring: string;
  selected: string;
}

/** From so many points on they are set as pixels: shapes could not be told apart, and paths would take too long. */
const manyPoints = 12_000;

/** Draw all points: those outside the filter faint and small, then the others, then the rings. */
export function drawMap(
  context: CanvasRenderingContext2D,
  points: MapPoints,
  camera: Camera,
  size: [number, number],
  colours: MapColours,
  isDark: boolean,
  selected: number | null,
): void {
  const [width, height] = size;
  context.clearRect(0, 0, width, height);
  const many = points.count > manyPoints;
  const radius = points.count < 400 ? 4.6 : points.count < 4000 ? 3.4 : many ? 1.2 : 2.4;
  if (many) setPixels(context, points, camera, size, colours, isDark);
  else drawShapes(context, points, camera, size, colours, isDark, radius);
  drawRings(context, points, camera, size, colours, radius);
  if (selected === null) return;
  const [x, y] = toScreen(camera, width, height, points.positions[selected * 2]!, points.positions[selected * 2 + 1]!);
  context.strokeStyle = colours.selected;
  context.lineWidth = 3;
  context.beginPath();
  context.arc(x, y, radius + 6, 0, 2 * Math.PI);
  context.stroke();
}

function drawShapes(
  context: CanvasRenderingContext2D,
  points: MapPoints,
  camera: Camera,
  [width, height]: [number, number],
  colours: MapColours,
  isDark: boolean,
  radius: number,
): void {
  const looks = new Map<number, Path2D>();
  const faint = new Path2D();
  for (let row = 0; row < points.count; row++) {
    const [x, y] = toScreen(camera, width, height, points.positions[row * 2]!, points.positions[row * 2 + 1]!);
    if (x < -8 || y < -8 || x > width + 8 || y > height + 8) continue;
    const id = points.looks[row]!;
    if (!points.shown[row]) {
      tracePath(faint, shapeOf(id), x, y, radius * 0.8);
      continue;
    }
    let path = looks.get(id);
    if (!path) looks.set(id, (path = new Path2D()));
    tracePath(path, shapeOf(id), x, y, radius);
  }
  context.fillStyle = colours.faint;
  context.fill(faint);
  for (const [id, path] of looks) {
    context.fillStyle = lookOf(id, isDark).colour;
    context.fill(path);
  }
}

/** `#rrggbb` as a pixel of a little-endian RGBA buffer. */
function toPixel(colour: string): number {
  const value = Number.parseInt(colour.slice(1, 7), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** Points as small squares of pixels, straight into the picture: 100,000 of them take a few milliseconds, without a GPU. */
function setPixels(
  context: CanvasRenderingContext2D,
  points: MapPoints,
  camera: Camera,
  [width, height]: [number, number],
  colours: MapColours,
  isDark: boolean,
): void {
  const { canvas } = context;
  if (!canvas.width || !canvas.height) return;
  const ratio = canvas.width / Math.max(1, width);
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const faint = toPixel(colours.faint);
  const palette = Uint32Array.from(shapes, (_, id) => toPixel(lookOf(id, isDark).colour));
  for (const isShown of [0, 1]) {
    const side = Math.round((isShown ? 3 : 2) * ratio);
    for (let row = 0; row < points.count; row++) {
      if (points.shown[row] !== isShown) continue;
      const x = (width / 2 + (points.positions[row * 2]! - camera.x) * camera.scale) * ratio - side / 2;
      const y = (height / 2 - (points.positions[row * 2 + 1]! - camera.y) * camera.scale) * ratio - side / 2;
      if (!(x >= 0 && y >= 0 && x < canvas.width - side && y < canvas.height - side)) continue;
      const colour = isShown ? palette[points.looks[row]!]! : faint;
      const start = Math.floor(y) * canvas.width + Math.floor(x);
      for (let line = 0; line < side; line++) {
        pixels.fill(colour, start + line * canvas.width, start + line * canvas.width + side);
      }
    }
  }
  context.putImageData(image, 0, 0);
}

/** So many rings still mark something. */
const mostRings = 3000;

function drawRings(
  context: CanvasRenderingContext2D,
  points: MapPoints,
  camera: Camera,
  [width, height]: [number, number],
  colours: MapColours,
  radius: number,
): void {
  const rings = new Path2D();
  let drawn = 0;
  for (let row = 0; row < points.count && drawn < mostRings; row++) {
    if (!points.flagged[row] || !points.shown[row]) continue;
    const [x, y] = toScreen(camera, width, height, points.positions[row * 2]!, points.positions[row * 2 + 1]!);
    if (x < -8 || y < -8 || x > width + 8 || y > height + 8) continue;
    rings.moveTo(x + radius + 3.2, y);
    rings.arc(x, y, radius + 3.2, 0, 2 * Math.PI);
    drawn++;
  }
  context.strokeStyle = colours.ring;
  context.lineWidth = 1.4;
  context.stroke(rings);
}

function shapeOf(id: number): Shape {
  return lookOf(id, false).shape;
}
