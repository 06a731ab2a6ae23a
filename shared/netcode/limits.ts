// In: nothing. Out: every cap of the netcode, by name. Run by: server, client, tests.

/** Ticks are at the room type's own rate; milliseconds appear only where the edge has no ticks. */
export const LIMITS = {
  /** Inputs one frame may carry. Two is normal; a burst after a stall is several frames, not a long one. */
  inputsPerFrameMax: 8,
  /** Bytes of the longest input frame any shape may need. */
  inputFrameBytesMax: 256,
  /** Inputs that wait for one seat; past it the oldest is dropped as over-budget. Covers a stall of a second at 60 Hz. */
  inputBacklogMax: 96,
  /** Time bank: the most unspent ticks a seat can save up, in milliseconds. Covers the tolerated stall of 500 ms. */
  bankMsMax: 750,
  /** Inputs of one seat that one tick may consume while it catches up after a stall. */
  inputsPerTickMax: 4,
  /** Backlog a seat may keep without being caught up: absorbs jitter at the price of latency to others. */
  backlogTarget: 3,
  /** Backlog that may wait while the time bank is empty; what is beyond it is dropped, so a flood buys no queue. */
  backlogUnfundedMax: 8,
  /** Latency the rewind believes, milliseconds: beyond it a shooter must lead the target. */
  rewindMsMax: 250,
  /** Interpolation delay the rewind allows on top of the latency, milliseconds. */
  interpMsMax: 150,
  /** Grace on the server's own latency estimate, milliseconds: ping is measured once a second, links move faster. */
  rewindSlackMs: 40,

  /** Frames one connection may send a second, sustained, and how many at once after a stall. */
  framesPerSecMax: 90,
  framesBurstMax: 240,
  /** Commands, pings and pongs of one connection a second, sustained, and how many at once after a stall. */
  commandsPerSecMax: 5,
  commandsBurstMax: 20,
  /** Refused frames within this many milliseconds after which a connection is warned, and after which it is removed. */
  refusalsWarn: 10,
  refusalsMax: 30,
  refusalsWindowMs: 10_000,
  /** Bytes queued for one connection before it counts as a slow reader. */
  bufferedBytesMax: 256 * 1024,
  /** How far a connection may be behind, in bytes or by a late pong, before patches are held back for it, and for how long. */
  behindBytesMax: 16 * 1024,
  behindMsMax: 600,
  heldMsMax: 10_000,
  /** Milliseconds a joined connection has to acknowledge the join. */
  joinAckMsMax: 5_000,
  /** Length of the longest frame that is not an input. */
  commandBytesMax: 1_024,
  /** Characters of a command's name, and the values and nesting its payload may have. */
  commandNameMax: 31,
  commandValuesMax: 64,
  commandDepthMax: 4,
  /** Milliseconds between the close of a connection and its end, if the other side does not answer. */
  closeGraceMs: 1_000,
  /** Open sockets of one process, joined or not. */
  socketsMax: 4_096,
  /** Of these how many one address may have: a household, a school behind one address; and how many one player. */
  socketsPerAddressMax: 256,
  socketsPerUserMax: 8,
  /** Milliseconds between WebSocket pings; two unanswered end the connection. */
  pingMs: 1_000,

  /** Events one patch may carry; more are dropped and counted. */
  eventsPerPatchMax: 256,
  /** Characters of a player's name. */
  nameLengthMax: 16,
  /** Join requests one address may make a minute, how many of them at once, and addresses remembered for it. */
  joinsPerMinMax: 300,
  joinsBurstMax: 256,
  joinAddressesMax: 4_096,
  /** Requests of any kind that one address may make a second, and how many at once: a page is a dozen. */
  requestsPerSecMax: 50,
  requestsBurstMax: 400,
  /** Connections one address may open for each join request it may make: links break, and come back several times. */
  upgradesPerJoin: 4,
  /** Proxies between a player and here that are looked through. */
  proxyHopsMax: 8,
  /** Milliseconds for the headers of a request, for all of it, without a byte either way, until the next, and between two looks. */
  headersMsMax: 8_000,
  requestMsMax: 10_000,
  socketIdleMsMax: 30_000,
  keepAliveMsMax: 5_000,
  requestWatchMs: 1_000,
  /** Bytes of a request's headers. */
  headerBytesMax: 8 * 1_024,
  /** Seconds a token is valid, how much clocks may differ, and how long refreshing may go on. */
  tokenSec: 900,
  tokenClockSlackSec: 10,
  sessionSecMax: 24 * 3_600,
  /** Bytes of a token. */
  tokenBytesMax: 1_024,
  /** Sessions that signed out and are remembered until their last token expires. */
  endedSessionsMax: 65_536,
  /** Seconds a process that is asked to end gives its matches. */
  drainSec: 20,
  /** Bytes of a join request's options as JSON. */
  optionsBytesMax: 1_024,
  /** Seconds a dropped player's seat is kept. */
  seatHoldSec: 30,
  /** Rooms in one process. */
  roomsMax: 64,
  /** The slowest pace an overloaded process gives its rooms, as a share of their tick rate. */
  paceMin: 0.5,
  /** Milliseconds all steps of one wake-up may take; past it the room whose step runs is ended. Pauses of a machine are shorter. */
  stepMsMax: 1_000,
  /** Share of the heap's limit above which no new room starts: those that run need what is left to end well. */
  heapShareMax: 0.85,
  /** Ticks a late loop makes up at once; the rest is counted as lost. */
  catchUpTicksMax: 5,
  /** Bytes of one capture in memory; past it the capture ends and says so. */
  captureBytesMax: 16 * 1024 * 1024,
  /** Bytes of captures that may wait for a slow disk; more are dropped and counted. */
  captureQueueBytesMax: 64 * 1024 * 1024,
  /** Capture files kept; the oldest goes. */
  captureFilesMax: 200,
} as const;
