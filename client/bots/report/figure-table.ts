// In: nothing. Out: every figure of a run by name, with unit, meaning and place. Run by: report, --expect, --help, docs.
import { VERDICTS } from '../../../shared/netcode/verdicts.ts';
import type { Amounts, Measured, RunResult, Spread } from './format.ts';

export interface Figure {
  /** As `--expect` has it: `correction.px.p99`. */
  readonly name: string;
  readonly unit: string;
  /** One sentence. */
  readonly about: string;
  /** Several figures of the same values have one stem: name without the last part, and a sentence for all of them. */
  readonly stem: { readonly name: string; readonly about: string };
  readonly better: 'lower' | 'higher';
  /** Where report.json has it, below `totals` and below each of `samples`; `cheats` and `totals` stand for the whole run alone. */
  readonly at: string;
  /** @returns `undefined` where it was not measured. */
  read(measured: Measured): number | undefined;
  /** For figures that only a whole run has. */
  readonly ofRun?: (result: RunResult) => number | undefined;
}

type Side = 'client' | 'server';
const PARTS = ['p50', 'p99', 'max'] as const;
const PART_WORDS = { p50: 'half of them are at most this', p99: '99 of 100 are at most this', max: 'the largest' } as const;

/** Three figures of a spread: name.p50, name.p99, name.max. */
function spread(name: string, unit: string, at: string, about: string): Figure[] {
  const [side, field] = at.split('.') as [Side, string];
  return PARTS.map((part) => ({
    name: `${name}.${part}`, unit, better: 'lower', at: `${at}.${part}`, about: `${about}; ${PART_WORDS[part]}.`, stem: { name, about: `${about}.` },
    read: (measured) => {
      const values = (measured[side] as unknown as Record<string, Spread> | undefined)?.[field];
      return values === undefined || values.count === 0 ? undefined : values[part];
    },
  }));
}

type Better = Figure['better'];

function value(name: string, unit: string, better: Better, at: string, about: string): Figure {
  const [side, field] = at.split('.') as [Side, string];
  return {
    name, unit, better, at, about: `${about}.`, stem: { name, about: `${about}.` },
    read: (measured) => (measured[side] as unknown as Record<string, number> | undefined)?.[field],
  };
}

/** A share or a rate: nothing where there was nothing to divide by. */
function ratio(name: string, unit: string, at: string, about: string, parts: (measured: Measured) => readonly [number, number] | undefined): Figure {
  return {
    name, unit, better: 'lower', at, about: `${about}.`, stem: { name, about: `${about}.` },
    read: (measured) => {
      const [part, whole] = parts(measured) ?? [0, 0];
      return whole === 0 ? undefined : part / whole;
    },
  };
}

const perPlayerMin = (amount: (measured: Measured) => number) => (measured: Measured) =>
  [amount(measured) * 60, measured.client.playerSec] as const;
const perPlayerSec = (field: 'bytesIn' | 'bytesOut') => (measured: Measured) => [measured.client[field], measured.client.playerSec] as const;

export function sumOf(amounts: Amounts): number {
  return Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
}

const VERDICT_WORDS = {
  accepted: 'simulated', clamped: 'simulated, with a view tick that their link does not explain', 'over-budget': 'dropped, because no time was left in the bank',
  malformed: 'in frames without the declared shape', illegal: 'with a field out of bounds', away: 'dropped, because somebody else drove the seat',
} as const;

const PLAYERS: Figure[] = [
  value('players', 'players', 'higher', 'client.players', 'Well-behaved bots connected at the end of a second; of a run the most at once'),
  ...spread('rtt.ms', 'ms', 'client.rttMs', 'Round trip as the player measures it, by the ping of its own connection'),
  ...spread('correction.px', 'px', 'client.correctionPx', 'How far a patch moved the own player although nothing differed but what its own inputs decide; all other patches compared (those that agreed, and those that told of a hit, a push, a respawn) count as 0'),
  ratio('correction.rate', '/player-min', 'client.corrected', 'Corrections of more than 0.5 px, per player and minute', perPlayerMin(({ client }) => client.corrected)),
  ratio('mispredict.rate', '%', 'client.mispredicted', 'Patches that differed from the prediction in nothing but what own inputs decide, of those compared', ({ client }) => [client.mispredicted * 100, client.compared]),
  ratio('surprise.rate', '/player-min', 'client.surprised', 'Patches that told of somebody else\'s doing, which no prediction can know, per player and minute', perPlayerMin(({ client }) => client.surprised)),
  ...spread('input.ack.ms', 'ms', 'client.inputToAckMs', 'From the making of an input to the patch that acknowledges it'),
  ...spread('patch.age.ms', 'ms', 'client.patchAgeMs', 'Age of the newest patch, looked at on every frame'),
  ...spread('patch.spacing.ms', 'ms', 'client.patchSpacingMs', 'Time between two patches as they arrive'),
  ratio('stall.rate', '/player-min', 'client.stalls', 'Holes of more than 250 ms between two patches, per player and minute', perPlayerMin(({ client }) => client.stalls)),
  ratio('starved.rate', '/player-min', 'client.starvedFrames', 'Frames in which another player had no patch to be drawn from, per player and minute', perPlayerMin(({ client }) => client.starvedFrames)),
  ratio('bytes.in', 'B/s', 'client.bytesIn', 'Bytes a second to each player, payload of WebSocket frames', perPlayerSec('bytesIn')),
  ratio('bytes.out', 'B/s', 'client.bytesOut', 'Bytes a second from each player, payload of WebSocket frames', perPlayerSec('bytesOut')),
  ...VERDICTS.map((verdict): Figure => ratio(
    `verdict.${verdict}`, '%', `client.verdicts.${verdict}`, `Inputs of well-behaved players that the gate called ${verdict} (${VERDICT_WORDS[verdict]}), of all its verdicts on them`,
    ({ client }) => [(client.verdicts[verdict] ?? 0) * 100, sumOf(client.verdicts)],
  )).map((figure): Figure => (figure.name === 'verdict.accepted' ? { ...figure, better: 'higher' } : figure)),
  value('drops', 'links', 'lower', 'client.drops', 'Links lost without leaving'),
  value('reconnects', 'returns', 'higher', 'client.reconnects', 'Players back on their seats after a drop'),
  ...spread('reconnect.ms', 'ms', 'client.reconnectMs', 'From the loss of a link to play on the same seat'),
  value('errors', 'errors', 'lower', 'client.errors', 'What failed for a bot that should not have: joins, links, frames that did not decode'),
  ...spread('bots.late.ms', 'ms', 'client.botLateMs', "Lateness of the bots' own frames: where it is large, they measure themselves"),
];

const SERVER: Figure[] = [
  ...spread('tick.late', 'ms', 'server.tickLateMs', 'How late a tick of a room began, behind its grid'),
  ...spread('tick.ms', 'ms', 'server.tickMs', 'One tick of one room: inputs, bots, rules, capture, and the patch where one is due'),
  ...spread('step.ms', 'ms', 'server.stepMs', 'The rules of one tick alone'),
  ...spread('encode.ms', 'ms', 'server.patchEncodeMs', 'Encoding of one patch of one room'),
  ...spread('patch.bytes', 'B', 'server.patchBytes', 'Length of one patch'),
  ...spread('loop.delay', 'ms', 'server.loopDelayMs', 'How late the event loop ran a timer'),
  ...spread('gc.pause', 'ms', 'server.gcPauseMs', 'Pauses for garbage collection'),
  value('memory', 'MB', 'lower', 'server.memoryMB', 'Resident memory of the server process; of a run the most'),
  value('heap', 'MB', 'lower', 'server.heapMB', 'JavaScript heap in use; of a run the most'),
  value('cpu', '%', 'lower', 'server.cpuPercent', 'Processor time of the server process, of one core'),
  value('ticks.lost', 'ticks', 'lower', 'server.ticksLost', 'Ticks given up after a long block'),
  value('pace', 'x', 'higher', 'server.pace', 'Pace of the rooms; below 1 the server is overloaded and plays in slow motion; of a run the slowest'),
  value('rooms', 'rooms', 'higher', 'server.rooms', 'Rooms alive; of a run the most'),
  value('clients', 'clients', 'higher', 'server.clients', 'Clients connected; of a run the most'),
  value('rooms.failed', 'rooms', 'lower', 'server.roomsFailed', 'Rooms closed because their rules threw or did not end'),
  {
    ...value('frames.refused', 'frames', 'lower', 'server.framesRefused', 'Frames the server refused before any decoder, from cheats as well'),
    read: ({ server }) => (server === undefined ? undefined : sumOf(server.framesRefused)),
  },
];

const CHEATS: Figure[] = [{
  ...value('cheat.advantage', '%', 'lower', 'cheats', 'What the most successful kind of cheat gained, in per cent of an honest player: 0 is as good as honest'),
  read: () => undefined,
  ofRun: ({ cheats }) => {
    const gains = cheats.flatMap(({ advantagePercent }) => advantagePercent ?? []);
    return gains.length === 0 ? undefined : Math.max(...gains);
  },
}];

export const FIGURES: readonly Figure[] = [...PLAYERS, ...SERVER, ...CHEATS];

const byName: ReadonlyMap<string, Figure> = new Map(FIGURES.map((figure) => [figure.name, figure]));

export function figureNamed(name: string): Figure | undefined {
  return byName.get(name) ?? cheatFigure(/^cheat\.([\w-]+)\.advantage$/.exec(name)?.[1]);
}

/** Of one kind of cheat: not in the table, because what kinds there are is not the table's to know. */
function cheatFigure(kind: string | undefined): Figure | undefined {
  if (kind === undefined) return undefined;
  return {
    ...value(`cheat.${kind}.advantage`, '%', 'lower', 'cheats', `What the cheat ${kind} gained, in per cent of an honest player: 0 is as good as honest`),
    read: () => undefined,
    ofRun: ({ cheats }) => cheats.find((cheat) => cheat.kind === kind)?.advantagePercent ?? undefined,
  };
}

/** The figure over the whole run. */
export function readTotal(figure: Figure, result: RunResult): number | undefined {
  return figure.ofRun === undefined ? figure.read(result.totals) : figure.ofRun(result);
}
