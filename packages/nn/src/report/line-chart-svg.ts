/** A line of a chart. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Few points that each mean something, rather than a course: they are marked. */
  readonly marked?: boolean;
}

export interface ChartOptions {
  readonly title: string;
  readonly xLabel: string;
}

const [WIDTH, HEIGHT] = [760, 380];
const MARGIN = { top: 34, right: 16, bottom: 40, left: 64 };
const COLORS = ['#3b76c4', '#d9822b', '#3f9b5b', '#b04a8f', '#7a6bc4', '#8a8a8a'];

/**
 * Lines against a common axis, as the text of an SVG file. Points that are not finite interrupt their line.
 *
 * @special no points → an empty frame
 */
export function lineChartSvg(lines: readonly ChartLine[], { title, xLabel }: ChartOptions): string {
  const points = lines.flatMap((line) => line.points).filter(isDrawn);
  const [x, y] = [axis(points.map(([at]) => at)), axis(points.map(([, value]) => value))];
  const place = ([at, value]: readonly [number, number]): string => {
    const across = MARGIN.left + x.share(at) * (WIDTH - MARGIN.left - MARGIN.right);
    const down = HEIGHT - MARGIN.bottom - y.share(value) * (HEIGHT - MARGIN.top - MARGIN.bottom);
    return `${across.toFixed(1)},${down.toFixed(1)}`;
  };
  const grid = [
    ...y.ticks.map((tick) => gridLine(place([x.low, tick]), place([x.high, tick]), label(tick), 'end', -8, 4)),
    ...x.ticks.map((tick) => gridLine(place([tick, y.low]), place([tick, y.high]), label(tick), 'middle', 0, 18)),
  ];
  const curves = lines.flatMap((line, i) => curve(line, COLORS[i % COLORS.length], place));
  const legend = lines.map(({ name }, i) =>
    text(WIDTH - MARGIN.right, 20 + 16 * i, name, 'end', COLORS[i % COLORS.length]),
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    ...grid,
    ...curves,
    text(MARGIN.left, 20, title, 'start', '#222'),
    ...legend,
    text(WIDTH / 2, HEIGHT - 8, xLabel, 'middle', '#555'),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function isDrawn([x, y]: readonly [number, number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Where a value lies, from 0 to 1. */
  share(value: number): number;
}

/** From the lowest to the highest value, with ticks at multiples of 1, 2 or 5 times a power of ten. */
function axis(values: readonly number[]): Axis {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low > high) return { low: 0, high: 1, ticks: [], share: (value) => value };
  if (low === high) return { low, high, ticks: [low], share: () => 0.5 };
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
  return { low, high, ticks, share: (value) => (value - low) / (high - low) };
}

function label(tick: number): string {
  return String(Number(tick.toPrecision(6)));
}

function curve(
  { points, marked = false }: ChartLine,
  color: string,
  place: (point: readonly [number, number]) => string,
): string[] {
  const runs: string[][] = [[]];
  for (const point of points) {
    if (isDrawn(point)) runs.at(-1)?.push(place(point));
    else runs.push([]);
  }
  const paths = runs
    .filter((run) => run.length > 0)
    .map((run) => `<path d="M${run.join('L')}" fill="none" stroke="${color}" stroke-width="${marked ? 2 : 1}"/>`);
  if (!marked) return paths;
  const dots = runs
    .flat()
    .map((at) => `<circle cx="${at.split(',')[0]}" cy="${at.split(',')[1]}" r="3" fill="${color}"/>`);
  return [...paths, ...dots];
}

function gridLine(from: string, to: string, words: string, anchor: 'end' | 'middle', dx: number, dy: number): string {
  const [x, y] = from.split(',').map(Number);
  return `<path d="M${from}L${to}" stroke="#e4e4e4"/>${text(x + dx, y + dy, words, anchor, '#555')}`;
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end', color: string): string {
  const escaped = words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${color}">${escaped}</text>`;
}
