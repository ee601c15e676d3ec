/**
 * Writes messages to a stream in batches and at the reader's pace.
 *
 * Owns: the queue between those who have something to say and a stream that may be slower.
 *
 * B1. Whatever is pushed in one turn of the event loop goes out in one batch, in order. What is in no hurry waits for
 *     more to come, or for something that is.
 * B2. After `write` has answered false nothing is written until `drain`; meanwhile messages wait here, not in the stream.
 * B3. The queue is bounded: a reader that falls behind by more than the limit is given up, with `onOverflow`, once.
 */

export interface BatchStream<T> {
  write(batch: T): boolean;
  end(): void;
  on(event: "drain", listener: () => void): unknown;
}

export interface BatchWriterOptions<Item, Batch> {
  readonly stream: BatchStream<Batch>;
  readonly pack: (items: Item[]) => Batch;
  /** About how many bytes the item takes on the wire. */
  readonly sizeOf: (item: Item) => number;
  readonly onOverflow: () => void;
  /** A batch is closed when it holds this much; a larger item goes alone. */
  readonly batchBytes?: number;
  readonly backlogLimitBytes?: number;
}

const BATCH_BYTES = 1 << 20;
const BACKLOG_LIMIT_BYTES = 256 << 20;

export class BatchWriter<Item, Batch> {
  readonly #options: BatchWriterOptions<Item, Batch>;
  #queue: { readonly item: Item; readonly sizeBytes: number }[] = [];
  #backlogBytes = 0;
  #blocked = false;
  #scheduled = false;
  #timer: NodeJS.Timeout | null = null;
  #state: "open" | "ending" | "closed" = "open";

  constructor(options: BatchWriterOptions<Item, Batch>) {
    this.#options = options;
    options.stream.on("drain", () => {
      this.#blocked = false;
      this.#flush();
    });
  }

  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  /** `patienceMs`: how long it may wait for company. */
  push(item: Item, patienceMs = 0): void {
    if (this.#state !== "open") return;
    const sizeBytes = this.#options.sizeOf(item);
    this.#queue.push({ item, sizeBytes });
    this.#backlogBytes += sizeBytes;
    if (this.#backlogBytes > (this.#options.backlogLimitBytes ?? BACKLOG_LIMIT_BYTES)) {
      this.discard();
      this.#options.onOverflow();
      return;
    }
    if (this.#scheduled || this.#blocked) return;
    if (patienceMs > 0) {
      this.#timer ??= setTimeout(() => this.#flush(), patienceMs);
      return;
    }
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  /** Writes what is queued, then ends the stream. */
  end(): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    this.#flush();
  }

  /** Drops what is queued; the stream is somebody else's business from here. */
  discard(): void {
    this.#state = "closed";
    this.#stopTimer();
    this.#queue = [];
    this.#backlogBytes = 0;
  }

  #flush(): void {
    this.#stopTimer();
    while (!this.#blocked && this.#queue.length > 0) {
      this.#blocked = !this.#options.stream.write(this.#options.pack(this.#nextBatch()));
    }
    if (this.#state === "ending" && this.#queue.length === 0) {
      this.#state = "closed";
      this.#options.stream.end();
    }
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #nextBatch(): Item[] {
    const limit = this.#options.batchBytes ?? BATCH_BYTES;
    let [items, bytes] = [0, 0];
    for (const { sizeBytes } of this.#queue) {
      if (items > 0 && bytes + sizeBytes > limit) break;
      items++;
      bytes += sizeBytes;
    }
    this.#backlogBytes -= bytes;
    return this.#queue.splice(0, items).map(({ item }) => item);
  }
}

/** Fixed cost of a message, then the fields that can be long. Good enough for bounds. */
export function messageSize(message: object): number {
  let sizeBytes = 64;
  for (const value of Object.values(message)) {
    if (typeof value === "string" || Buffer.isBuffer(value)) sizeBytes += value.length;
    else if (Array.isArray(value)) for (const item of value) sizeBytes += itemSize(item);
    else if (typeof value === "object" && value !== null) sizeBytes += messageSize(value);
    else sizeBytes += 8;
  }
  return sizeBytes;
}

function itemSize(item: unknown): number {
  if (typeof item === "string") return item.length + 8;
  return typeof item === "object" && item !== null ? messageSize(item) : 8;
}
