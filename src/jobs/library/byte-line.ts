/**
 * A line that is put together of bytes and texts, over and over again in the same memory: a job that writes many of them
 * makes nothing anew for each.
 *
 * B1. `bytes` is valid until the line is changed; emitting it copies it.
 */
export class ByteLine {
  length = 0;
  #memory = Buffer.allocUnsafe(4096);

  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  /** From `start` on. */
  addBytes(bytes: Uint8Array, start = 0): void {
    this.#reserve(bytes.length - start);
    this.#memory.set(start === 0 ? bytes : bytes.subarray(start), this.length);
    this.length += bytes.length - start;
  }

  /** Of ASCII characters. */
  addText(text: string): void {
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#memory[this.length++] = text.charCodeAt(i);
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.#memory.length) this.#memory = Buffer.concat([this.#memory], 2 * needed);
  }
}
