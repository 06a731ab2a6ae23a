// In: nothing. Out: the SDK's sockets made by `ws`, as on a server: they can be paused, answer pings as late as their bad
// network would, and cost half of Node's own. Run by: worker, before the SDK is loaded.
import WebSocket from 'ws';

export class BotSocket extends WebSocket {
  /** What the server's ping takes there and back beside the real network. A simulated one begins above the socket. */
  pongDelayMs = 0;

  constructor(url: string, options: WebSocket.ClientOptions) {
    super(url, { ...options, autoPong: false });
    this.on('ping', (data: Buffer) => {
      if (this.pongDelayMs <= 0) this.pong(data);
      else setTimeout(() => this.readyState === WebSocket.OPEN && this.pong(data), this.pongDelayMs);
    });
  }
}

/** Everything that is loaded later finds these sockets. */
export function useBotSockets(): void {
  Object.assign(globalThis, { WebSocket: BotSocket });
}

/** The SDK tells the console about every attempt to reconnect; a swarm makes hundreds, and counts them. */
export function silenceSdk(): void {
  console.info = console.warn = () => {};
}
