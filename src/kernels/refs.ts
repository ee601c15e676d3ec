/**
 * How tables and arenas point at their keys: four int32 an entry in one flat array, so that the sorter works on
 * both.
 */

export const REF_STRIDE = 4;
/** Where the key begins in the arena. */
export const REF_OFFSET = 0;
export const REF_KEY_LENGTH = 1;
export const REF_PARTITION = 2;
/** In a record arena the value's length (the value follows its key), in a key table the key's hash. */
export const REF_VALUE_LENGTH = 3;
export const REF_HASH = 3;
export const REF_BYTES = 4 * REF_STRIDE;
