// In: nothing. Out: the SDK's sockets made by `ws`, as on a server: they can be paused, and cost half of Node's own.
// Run by: worker, before the SDK is loaded.
Reflect.deleteProperty(globalThis, 'WebSocket');

/** The SDK tells the console about every attempt to reconnect; a swarm makes hundreds, and counts them. */
export function silenceSdk(): void {
  console.info = console.warn = () => {};
}
