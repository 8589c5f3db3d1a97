import { connect, createServer, type Server, type Socket } from "node:net";

/** A port that hands everything on to another, whose connections can be cut: nobody at either end is told. */
export class Wire {
  readonly port: number;
  cuts = 0;
  readonly #server: Server;
  readonly #connections: Set<Socket>;

  private constructor(server: Server, connections: Set<Socket>, port: number) {
    this.#server = server;
    this.#connections = connections;
    this.port = port;
  }

  /** Listens on a free port of loopback. */
  static async to(port: number): Promise<Wire> {
    const connections = new Set<Socket>();
    const server = createServer((near) => {
      const far = connect(port, "127.0.0.1");
      connections.add(near);
      near.pipe(far).pipe(near);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.setNoDelay();
        one.on("error", () => other.destroy());
        one.on("close", () => {
          connections.delete(one);
          other.destroy();
        });
      }
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The system gave no port");
    return new Wire(server, connections, address.port);
  }

  /** Cuts one connection, whichever `random` (0 to 1) points at. */
  cutOne(random: number): void {
    const connection = [...this.#connections][Math.floor(random * this.#connections.size)];
    if (connection === undefined) return;
    this.cuts++;
    connection.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }
}
