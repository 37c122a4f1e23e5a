// Draws the two icons of the app package: a pane of glass, an eye that watches through it, and a keyhole for a pupil.
//   npm run icons -- [FOLDER]        default: appPackage
// Shapes are functions that say whether a point lies inside. Each pixel is the mean of 64 points, which smooths the edges.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

const SAMPLES = 8;

const circle = (cx, cy, r) => (x, y) => Math.hypot(x - cx, y - cy) <= r;
const both = (a, b) => (x, y) => a(x, y) && b(x, y);
const either = (a, b) => (x, y) => a(x, y) || b(x, y);
const without = (a, b) => (x, y) => a(x, y) && !b(x, y);

/** A square with round corners around (cx, cy). */
function pane(cx, cy, half, radius) {
  return (x, y) => {
    const dx = Math.max(Math.abs(x - cx) - half + radius, 0);
    const dy = Math.max(Math.abs(y - cy) - half + radius, 0);
    return Math.abs(x - cx) <= half && Math.abs(y - cy) <= half && Math.hypot(dx, dy) <= radius;
  };
}

/** The almond between two equal circles, `width` wide and `height` high. */
function almond(cx, cy, width, height) {
  const r = (width * width + height * height) / (4 * height);
  const drop = r - height / 2;
  return both(circle(cx, cy + drop, r), circle(cx, cy - drop, r));
}

/** A stripe that rises to the right, between two distances from the line x + y = 0. */
const stripe = (from, to) => (x, y) => x + y >= from && x + y <= to;

/** A round head on a foot that widens downwards. */
function keyhole(cx, cy, r) {
  const top = cy - r * 0.55;
  const foot = (x, y) => y >= top && y <= cy + r * 1.75 && Math.abs(x - cx) <= r * (0.42 + 0.26 * ((y - top) / r));
  return either(circle(cx, top, r), foot);
}

const flat =
  (color, alpha = 1) =>
  () => [...color, alpha];

/** A colour that changes from the top edge (`from`) to the bottom edge (`to`) of a picture of this height. */
const gradient = (from, to, height) => (_x, y) => [...from.map((part, i) => part + (to[i] - part) * (y / height)), 1];

/** Paints one point: the layers that cover it, first at the bottom. Answers premultiplied red, green, blue and alpha. */
function paintPoint(layers, x, y) {
  let out = [0, 0, 0, 0];
  for (const { covers, paint } of layers) {
    if (!covers(x, y)) continue;
    const [r, g, b, a] = paint(x, y);
    out = [r * a, g * a, b * a, a].map((part, i) => part + out[i] * (1 - a));
  }
  return out;
}

function paintPixel(layers, px, py) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const x = px + ((i % SAMPLES) + 0.5) / SAMPLES;
    const y = py + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
    paintPoint(layers, x, y).forEach((part, k) => (sum[k] += part));
  }
  const alpha = sum[3] / SAMPLES ** 2;
  const color = sum.slice(0, 3).map((part) => (sum[3] === 0 ? 255 : Math.round(part / sum[3])));
  return [...color, Math.round(alpha * 255)];
}

function draw(size, layers) {
  const png = new PNG({ width: size, height: size });
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) png.data.set(paintPixel(layers, x, y), (y * size + x) * 4);
  }
  return PNG.sync.write(png);
}

const WHITE = [255, 255, 255];
const NIGHT = [6, 33, 46];
const AMBER = [255, 184, 56];

/** 192 × 192, opaque to the edges: Teams cuts the corners itself. The drawing keeps to the middle. */
function colorLayers() {
  const glass = pane(96, 96, 62, 17);
  const eye = almond(96, 98, 92, 52);
  return [
    { covers: () => true, paint: gradient([20, 104, 128], [7, 44, 62], 192) },
    { covers: glass, paint: flat(WHITE, 0.13) },
    { covers: both(glass, either(stripe(112, 138), stripe(147, 156))), paint: flat(WHITE, 0.2) },
    { covers: without(glass, pane(96, 96, 56, 11)), paint: flat(WHITE) },
    { covers: eye, paint: flat(WHITE) },
    { covers: both(eye, circle(96, 98, 22.5)), paint: flat(NIGHT) },
    { covers: keyhole(96, 95.5, 8.6), paint: flat(AMBER) },
  ];
}

/** 32 × 32, white on nothing, lines of two pixels. */
function outlineLayers() {
  const glass = without(pane(16, 16, 14, 4.5), pane(16, 16, 12, 2.5));
  const eye = without(almond(16, 16.5, 21, 13), almond(16, 16.5, 16, 8.6));
  const glint = both(pane(16, 16, 10.2, 1.5), stripe(14.2, 17));
  return [
    { covers: glass, paint: flat(WHITE) },
    { covers: without(glint, almond(16, 16.5, 24, 16)), paint: flat(WHITE) },
    { covers: either(eye, circle(16, 16.5, 2.9)), paint: flat(WHITE) },
  ];
}

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'appPackage');
writeFileSync(join(folder, 'color.png'), draw(192, colorLayers()));
writeFileSync(join(folder, 'outline.png'), draw(32, outlineLayers()));
