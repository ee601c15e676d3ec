/** What tagged keys are made of; key-codec.ts says how. */

export const TAG_NULL = 0x02;
export const TAG_FALSE = 0x03;
export const TAG_TRUE = 0x04;
export const TAG_NUMBER = 0x05;
export const TAG_BYTES = 0x06;
export const TAG_STRING = 0x07;
export const TAG_ARRAY = 0x08;
export const END = 0x00;
/** Follows a 00 that is content; no tag has this value. */
export const ESCAPE = 0xff;
