// In: an HTTP server. Out: the free port it listens on. Run by: entrants that have no framework to listen for them.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function listenAnywhere(http: Server): Promise<number> {
  await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  return (http.address() as AddressInfo).port;
}
