import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { SocketReader } from "./socket-reader.js";

function reader(): { reader: SocketReader; socket: Socket } {
  const socket = new Socket();
  const watching = new SocketReader();
  watching.watch(socket);
  return { reader: watching, socket };
}

describe("reading from a socket", () => {
  it("gives exact numbers of bytes, though their memory is used again", async () => {
    const { reader: from } = reader();
    const buffer = Buffer.from("abcdef");
    const first = from.read(4);
    expect(from.arrived(buffer)).toBe(false);
    buffer.write("ghijkl");
    expect((await first)?.toString()).toBe("abcd");
    const second = from.read(5);
    expect(from.arrived(buffer.subarray(0, 2))).toBe(true);
    expect(from.arrived(buffer.subarray(2))).toBe(false);
    expect((await second)?.toString()).toBe("efghi");
    expect((await from.read(3))?.toString()).toBe("jkl");
  });

  it("keeps what nobody has asked for, and lets no more arrive", async () => {
    const { reader: from } = reader();
    expect(from.arrived(Buffer.from("ab"))).toBe(false);
    expect(from.arrived(Buffer.from("cd"))).toBe(false);
    expect((await from.read(4))?.toString()).toBe("abcd");
  });

  it("hands on the taker's error and takes nothing more", async () => {
    const { reader: from } = reader();
    const passing = from.pass(10, () => {
      throw new Error("the disk is full");
    });
    expect(from.arrived(Buffer.from("abc"))).toBe(false);
    await expect(passing).rejects.toThrow("the disk is full");
  });

  it("tells the end before, in and after what was asked for apart", async () => {
    const { reader: from, socket } = reader();
    from.arrived(Buffer.from("abcdef"));
    socket.emit("end");
    expect((await from.read(2))?.toString()).toBe("ab");
    expect(await from.pass(6, () => {})).toBe(2);
    expect(await from.read(1)).toBeNull();
    const { reader: cut, socket: other } = reader();
    const reading = cut.read(2);
    cut.arrived(Buffer.from("a"));
    other.emit("close");
    await expect(reading).rejects.toThrow("in the middle of a message");
  });
});
