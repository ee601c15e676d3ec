/**
 * All kernels, compiled into one WebAssembly module.
 *
 * Memory belongs to the caller: every kernel is given addresses and sizes, none allocates. Loads may reach 16 bytes
 * beyond the end of what they are given (vectors and whole words), so the caller leaves that room behind every region.
 */

export * from "./words";
