export declare function makePatch(base: Buffer, target: Buffer): string;
