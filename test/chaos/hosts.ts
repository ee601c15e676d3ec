/**
 * Machines for a cluster of a test: where a process runs, and how its links to the others are cut.
 *
 * As root each machine is a network namespace of its own, joined to the others by a bridge: every link, also that between
 * two workers, can go down or be blackholed. Otherwise all machines are this one, and each worker reaches its master
 * through a proxy (faulty-link.ts).
 *
 * H1. `remove` takes away every namespace, whatever happened before.
 */

import { execFileSync } from "node:child_process";
import { type FaultyLink, startFaultyLink } from "./faulty-link.js";

/** `all`: the machine is alone. `master`: it reaches the other machines, not the master. */
export type CutKind = "all" | "master" | "to-client" | "to-server";

export interface Host {
  /** On which its servers listen. */
  readonly address: string;
  /** Before a command that is to run on it. */
  readonly prefix: readonly string[];
  /** Where a program on it finds the master. */
  masterAddress(master: string): Promise<string>;
  cut(kind: CutKind): void;
  /** Of two workers. Does nothing where all machines are this one. */
  cutFrom(other: Host): void;
  heal(): void;
}

export interface Hosts {
  readonly kind: "namespaces" | "loopback";
  readonly master: Host;
  readonly workers: readonly Host[];
  remove(): Promise<void>;
}

export function makeHosts(workers: number): Hosts {
  return canMakeNamespaces() ? new NamespaceHosts(workers) : new LoopbackHosts(workers);
}

function canMakeNamespaces(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    const probe = `mr-probe-${process.pid}`;
    ip("netns", "add", probe);
    ip("netns", "del", probe);
    return true;
  } catch {
    // No `ip`, or not allowed to: loopback serves as well.
    return false;
  }
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: "pipe", timeout: 10_000 });
}

class NamespaceHosts implements Hosts {
  readonly kind = "namespaces";
  readonly master: NamespaceHost;
  readonly workers: readonly NamespaceHost[];
  private readonly hub = `mr${process.pid}-hub`;

  constructor(workers: number) {
    ip("netns", "add", this.hub);
    ip("-n", this.hub, "link", "add", "bridge", "type", "bridge");
    ip("-n", this.hub, "link", "set", "bridge", "up");
    this.master = new NamespaceHost(this.hub, 1);
    this.workers = Array.from({ length: workers }, (_, i) => new NamespaceHost(this.hub, i + 2));
  }

  async remove(): Promise<void> {
    for (const host of [this.master, ...this.workers]) ip("netns", "del", host.name);
    ip("netns", "del", this.hub);
  }
}

class NamespaceHost implements Host {
  readonly name: string;
  readonly address: string;
  readonly prefix: readonly string[];
  private readonly hub: string;
  private readonly port: string;
  /** Arguments of `ip` that undo the cut. */
  private undo: readonly string[] | null = null;

  constructor(hub: string, number: number) {
    this.hub = hub;
    this.name = `mr${process.pid}-${number}`;
    this.address = `10.78.0.${number}`;
    this.prefix = ["ip", "netns", "exec", this.name];
    this.port = `port${number}`;
    ip("netns", "add", this.name);
    ip("-n", hub, "link", "add", this.port, "type", "veth", "peer", "eth0", "netns", this.name);
    ip("-n", hub, "link", "set", this.port, "master", "bridge", "up");
    ip("-n", this.name, "link", "set", "lo", "up");
    ip("-n", this.name, "addr", "add", `${this.address}/24`, "dev", "eth0");
    ip("-n", this.name, "link", "set", "eth0", "up");
  }

  masterAddress = (master: string): Promise<string> => Promise.resolve(master);

  /** What cannot be cut in one direction with routes is cut in both: TCP needs both. */
  cut(kind: CutKind): void {
    if (kind !== "all") {
      this.blackhole("10.78.0.1");
      return;
    }
    this.heal();
    ip("-n", this.hub, "link", "set", this.port, "down");
    this.undo = ["-n", this.hub, "link", "set", this.port, "up"];
  }

  cutFrom(other: Host): void {
    this.blackhole(other.address);
  }

  heal(): void {
    if (this.undo !== null) ip(...this.undo);
    this.undo = null;
  }

  private blackhole(address: string): void {
    this.heal();
    ip("-n", this.name, "route", "add", "blackhole", `${address}/32`);
    this.undo = ["-n", this.name, "route", "del", "blackhole", `${address}/32`];
  }
}

class LoopbackHosts implements Hosts {
  readonly kind = "loopback";
  readonly master: Host = {
    address: "127.0.0.1",
    prefix: [],
    masterAddress: (master) => Promise.resolve(master),
    cut: () => undefined,
    cutFrom: () => undefined,
    heal: () => undefined,
  };
  readonly workers: readonly LoopbackHost[];

  constructor(workers: number) {
    this.workers = Array.from({ length: workers }, () => new LoopbackHost());
  }

  async remove(): Promise<void> {
    await Promise.all(this.workers.map((host) => host.remove()));
  }
}

class LoopbackHost implements Host {
  readonly address = "127.0.0.1";
  readonly prefix: readonly string[] = [];
  private link: FaultyLink | null = null;

  async masterAddress(master: string): Promise<string> {
    this.link ??= await startFaultyLink(master);
    return this.link.address;
  }

  cut(kind: CutKind): void {
    this.link?.set({ silent: kind === "all" || kind === "master" ? "both" : kind });
  }

  cutFrom(): void {
    // Workers of one machine open each other's ports directly.
  }

  heal(): void {
    this.link?.set({});
  }

  async remove(): Promise<void> {
    await this.link?.close();
  }
}
