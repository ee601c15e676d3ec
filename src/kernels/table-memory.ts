/**
 * Where things stand in the memory of a kernel's table, below what depends on its size.
 *
 * Owns: the addresses. Talks to: nobody.
 */

/** Below it lie the kernels' constants. Of sorting, and free for what is read while nothing is sorted. */
export const COUNTERS_AT = 4096;
export const COUNTERS_BYTES = 9 * 256 * 4;
/** Room for the bytes of an accumulator. */
export const VALUE_AT = COUNTERS_AT + COUNTERS_BYTES;
const VALUE_BYTES = 64;
/** Records that are odd for a kernel. */
export const LIST_AT = VALUE_AT + VALUE_BYTES;
export const LIST_SIZE = 256;
/** What a kernel is to read. */
export const PROGRAM_AT = LIST_AT + LIST_SIZE * 8;
/** Longer programs are not for kernels. */
export const PROGRAM_BYTES = 4096;
export const STARTS_AT = PROGRAM_AT + PROGRAM_BYTES;
/** Kernels read and write whole vectors. */
export const ROOM_BYTES = 128;

/** Why a kernel stopped: src/kernels/assembly/reading.ts. */
export const READ = 0;
export const FULL = 1;
export const ASKED = 3;
