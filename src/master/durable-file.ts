/**
 * Small files that are replaced as a whole: whoever reads one after a crash finds the old content or the new.
 */

import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Temp file, fsync, rename, fsync of the folder. `durable: false` leaves the fsyncs out. */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  durable: boolean,
): Promise<void> {
  const temporary = `${path}.new`;
  const handle = await open(temporary, "w", 0o600);
  try {
    await handle.writeFile(content);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  if (durable) await syncDirectory(dirname(path));
}

/** Makes renames and new names in the folder survive a crash of the machine. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
