export declare function toText(bytes: Buffer): { alphabet: string; text: string };
