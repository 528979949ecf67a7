/** 1234567 → `1,234,567`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** 1234 → `1.2k`, 1234567 → `1.2M`: at most five characters. */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) < 999.5) return String(Math.round(value));
  const [scale, unit] = value < 999_500 ? [1e3, 'k'] : value < 999_500_000 ? [1e6, 'M'] : [1e9, 'G'];
  const scaled = value / (scale as number);
  return `${scaled < 99.95 ? scaled.toFixed(1) : scaled.toFixed(0)}${unit}`;
}

/** Bytes in the power of 1,024 that leaves few digits: `48.2 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let scaled = bytes;
  let unit = 0;
  while (scaled >= 1024 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${unit === 0 ? scaled : scaled.toFixed(1)} ${units[unit]}`;
}

/** Seconds as `7s`, `4m05s`, `2h03m`, `3d04h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const pair = (large: number, small: number, units: string): string =>
    `${large}${units[0]}${String(small).padStart(2, '0')}${units[1]}`;
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), whole % 60, 'ms');
  if (whole < 86400) return pair(Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'hm');
  return pair(Math.floor(whole / 86400), Math.floor((whole % 86400) / 3600), 'dh');
}
