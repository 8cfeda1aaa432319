// Colours and shapes of classes and issues. The rest of the colours are variables in style.css.

/** Okabe and Ito's palette for all kinds of colour vision, darkened or lightened to stand out on either ground. */
const light = ['#0063a6', '#b14a00', '#00785a', '#a03d7f', '#6a5d00', '#2b7bba', '#8a3b12', '#555f66'];
const dark = ['#6cbcf5', '#ff9d5c', '#4fd1ae', '#f09bd0', '#e6d35a', '#a6d4f7', '#e0a283', '#b7c2c9'];

export const shapes = ['circle', 'square', 'triangle', 'diamond', 'cross', 'plus', 'down', 'bar'] as const;
export type Shape = (typeof shapes)[number];

/** How class or issue `id` is drawn; there are eight looks, the last is for all others. */
export function lookOf(id: number, isDark: boolean): { colour: string; shape: Shape } {
  const at = Math.min(Math.max(id, 0), shapes.length - 1);
  return { colour: (isDark ? dark : light)[at]!, shape: shapes[at]! };
}

/** A path of the shape around a point, for canvas and SVG alike. */
export function tracePath(path: CanvasPath, shape: Shape, x: number, y: number, r: number): void {
  const polygon = (...points: [number, number][]) => {
    points.forEach(([dx, dy], at) => {
      if (at) path.lineTo(x + dx * r, y + dy * r);
      else path.moveTo(x + dx * r, y + dy * r);
    });
    path.closePath();
  };
  const thick = 0.36;
  switch (shape) {
    case 'square':
      return path.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    case 'triangle':
      return polygon([0, -1.1], [1, 0.8], [-1, 0.8]);
    case 'down':
      return polygon([0, 1.1], [1, -0.8], [-1, -0.8]);
    case 'diamond':
      return polygon([0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]);
    case 'plus':
      path.rect(x - r * 1.1, y - r * thick, r * 2.2, r * thick * 2);
      return path.rect(x - r * thick, y - r * 1.1, r * thick * 2, r * 2.2);
    case 'cross':
      polygon([-1, -0.5], [-0.5, -1], [1, 0.5], [0.5, 1]);
      return polygon([1, -0.5], [0.5, -1], [-1, 0.5], [-0.5, 1]);
    case 'bar':
      return path.rect(x - r * 1.1, y - r * 0.5, r * 2.2, r);
    default:
      path.moveTo(x + r, y);
      return path.arc(x, y, r, 0, 2 * Math.PI);
  }
}
