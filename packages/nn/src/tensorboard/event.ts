import type { Histogram } from './histogram.ts';
import {
  bytesField,
  doubleField,
  doublesField,
  floatField,
  integerField,
  joined,
  messageField,
  textField,
} from './protobuf.ts';

// Field numbers of tensorflow/core/util/event.proto and tensorflow/core/framework/{summary,tensor,tensor_shape}.proto.

/** `Event { wall_time = 1; file_version = 3 }`: what an event file begins with. */
export function versionEvent(wallTime: number): Uint8Array {
  return joined([doubleField(1, wallTime), textField(3, 'brain.Event:2')]);
}

/** `Event { wall_time = 1; step = 2; session_log = 7 { status = START } }`: what was written for this step and later is void. */
export function restartEvent(wallTime: number, step: number): Uint8Array {
  return joined([doubleField(1, wallTime), integerField(2, step), messageField(7, [integerField(1, 1)])]);
}

/** `Event { wall_time = 1; step = 2; summary = 5 { value = 1 } }` */
export function summaryEvent(wallTime: number, step: number, value: readonly Uint8Array[]): Uint8Array {
  const when = [doubleField(1, wallTime), ...(step === 0 ? [] : [integerField(2, step)])];
  return joined([...when, messageField(5, [messageField(1, value)])]);
}

/** `Value { tag = 1; simple_value = 2 }` */
export function scalarValue(tag: string, value: number): Uint8Array[] {
  return [textField(1, tag), floatField(2, value)];
}

/** `Value { tag = 1; tensor = 8 { dtype = 1; tensor_shape = 2; string_val = 8 }; metadata = 9 { plugin_data = 1 } }` */
export function textValue(tag: string, text: string): Uint8Array[] {
  const DT_STRING = 7;
  const shape = messageField(2, [messageField(2, [integerField(1, 1)])]); // one axis of size 1
  return [
    textField(1, tag),
    messageField(8, [integerField(1, DT_STRING), shape, textField(8, text)]),
    messageField(9, [messageField(1, [textField(1, 'text')])]),
  ];
}

/** `Value { tag = 1; histo = 5 }` */
export function histogramValue(
  tag: string,
  { min, max, count, sum, sumSquares, limits, counts }: Histogram,
): Uint8Array[] {
  const fields = [min, max, count, sum, sumSquares].map((value, i) => doubleField(i + 1, value));
  return [textField(1, tag), messageField(5, [...fields, doublesField(6, limits), doublesField(7, counts)])];
}

/** `Value { tag = 1; image = 4 { height = 1; width = 2; colorspace = 3; encoded_image_string = 4 } }` */
export function imageValue(tag: string, png: Uint8Array): Uint8Array[] {
  const { width, height, channels } = pngHeader(png);
  return [
    textField(1, tag),
    messageField(4, [integerField(1, height), integerField(2, width), integerField(3, channels), bytesField(4, png)]),
  ];
}

/** Channels of PNG's colour types: grey, RGB, palette (which is RGB), grey and alpha, RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** @throws {RangeError} when the bytes do not begin as a PNG file */
function pngHeader(png: Uint8Array): { readonly width: number; readonly height: number; readonly channels: number } {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const channels = CHANNELS[png[25]];
  if (png.length < 33 || signature.some((byte, i) => png[i] !== byte) || channels === undefined)
    throw new RangeError(`addImage: ${png.length} bytes that are not a PNG image`);
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}
