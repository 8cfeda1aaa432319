// The picture of the map: what is where, and how it is drawn. No state of the page is touched here.
import { lookOf, type Shape, tracePath } from '../colours.ts';

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
  let nearest: number | null = null;
  let best = 12 ** 2;
  for (let row = 0; row < points.count; row++) {
    const [px, py] = toScreen(camera, ...size, points.positions[row * 2]!, points.positions[row * 2 + 1]!);
    // of two points on one spot, the one that passes the filter
    const distance = (px - x) ** 2 + (py - y) ** 2 + (points.shown[row] ? 0 : 30);
    if (distance < best) {
      best = distance;
      nearest = row;
    }
  }
  return nearest;
}

/** The rows inside a rectangle of the screen. */
export function rowsIn(points: MapPoints, camera: Camera, size: [number, number], box: DOMRectReadOnly): Set<number> {
  const rows = new Set<number>();
  for (let row = 0; row < points.count; row++) {
    const [x, y] = toScreen(camera, ...size, points.positions[row * 2]!, points.positions[row * 2 + 1]!);
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) rows.add(row);
  }
  return rows;
}

export interface MapColours {
  faint: string;
  ring: string;
  selected: string;
}

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
  const many = points.count > 20_000;
  const radius = points.count < 400 ? 4.6 : points.count < 4000 ? 3.4 : many ? 1.6 : 2.4;
  const looks = new Map<number, Path2D>();
  const faint = new Path2D();
  const rings = new Path2D();
  for (let row = 0; row < points.count; row++) {
    const [x, y] = toScreen(camera, width, height, points.positions[row * 2]!, points.positions[row * 2 + 1]!);
    if (x < -8 || y < -8 || x > width + 8 || y > height + 8) continue;
    if (!points.shown[row]) {
      if (many) faint.rect(x - 0.6, y - 0.6, 1.2, 1.2);
      else tracePath(faint, shapeOf(points.looks[row]!), x, y, radius * 0.8);
      continue;
    }
    const id = points.looks[row]!;
    let path = looks.get(id);
    if (!path) looks.set(id, (path = new Path2D()));
    if (many && !points.flagged[row]) path.rect(x - radius, y - radius, radius * 2, radius * 2);
    else tracePath(path, shapeOf(id), x, y, radius);
    if (points.flagged[row]) {
      rings.moveTo(x + radius + 3.2, y);
      rings.arc(x, y, radius + 3.2, 0, 2 * Math.PI);
    }
  }
  context.fillStyle = colours.faint;
  context.fill(faint);
  for (const [id, path] of looks) {
    context.fillStyle = lookOf(id, isDark).colour;
    context.fill(path);
  }
  context.strokeStyle = colours.ring;
  context.lineWidth = 1.4;
  context.stroke(rings);
  if (selected === null) return;
  const [x, y] = toScreen(camera, width, height, points.positions[selected * 2]!, points.positions[selected * 2 + 1]!);
  context.strokeStyle = colours.selected;
  context.lineWidth = 3;
  context.beginPath();
  context.arc(x, y, radius + 6, 0, 2 * Math.PI);
  context.stroke();
}

function shapeOf(id: number): Shape {
  return lookOf(id, false).shape;
}
