// In: a sign-in. Out: the SDK's client that shows its token at every door, and puts it into no address. Run by: connection.
import { Client, type Room } from '@colyseus/sdk';
import { tokenProtocols } from './sign-in.ts';

/** The parts of the SDK that a token must reach; they have no public type. */
interface Socketed {
  readonly transport: { protocols?: string[] };
}

export class MatchClient extends Client {
  readonly #headers: { Authorization: string };
  #token: string;

  constructor(url: string, token: string) {
    const headers = { Authorization: `Bearer ${token}` };
    // The SDK keeps this very object, for requests and, where there are such, for the headers of sockets.
    super(url, { headers });
    this.#headers = headers;
    this.#token = token;
  }

  /** From now on, for a link that breaks and comes back. */
  renew(room: Room, token: string): void {
    this.#token = token;
    this.#headers.Authorization = `Bearer ${token}`;
    (room.connection as unknown as Socketed).transport.protocols = tokenProtocols(token);
  }

  /** A room makes its connection and opens it in one go: the token has to be there in between. */
  protected override createRoom<T>(name: string, rootSchema?: new () => T): Room<unknown, T> {
    const room = super.createRoom<T>(name, rootSchema as never);
    let connection: Socketed | undefined;
    Object.defineProperty(room, 'connection', {
      get: () => connection,
      set: (made: Socketed) => {
        made.transport.protocols = tokenProtocols(this.#token);
        connection = made;
      },
    });
    return room as Room<unknown, T>;
  }
}
