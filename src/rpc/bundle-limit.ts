/** Larger than any bundle of code that makes sense; the whole of it is held in memory once. */
export const BUNDLE_LIMIT_BYTES = 64 << 20;
