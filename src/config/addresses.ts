/**
 * `host:port`, with IPv6 hosts in brackets, and which hosts are this machine alone.
 */

export interface Address {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/i;

/** Null when the text is no `host:port`. Port 0 (any free port) only makes sense for listening. */
export function parseAddress(text: string): Address | null {
  const match = ADDRESS.exec(text.trim());
  if (match === null) return null;
  const host = match[1] ?? match[2] ?? "";
  const port = Number(match[3]);
  return port <= 65_535 ? { host, port } : null;
}

/** Whether only processes of this machine can reach the host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
