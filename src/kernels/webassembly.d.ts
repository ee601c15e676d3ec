/** The part of the WebAssembly API that the loader uses: Node's own types name its types, but not its values. */

declare namespace WebAssembly {
  /** Opaque: compiled code. */
  interface Module {}
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const Memory: new (descriptor: { initial: number; maximum: number }) => Memory;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => Instance;
  function validate(bytes: Uint8Array): boolean;
}
