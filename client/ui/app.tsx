// In: the page's address and the settings. Out: menu, joining and match, one at a time. Run by: main.ts.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ROOM_PAGES } from '../rooms/index.ts';
import { Menu, type PlayChoice, type Refusal } from './menu.tsx';
import type { OpenedRoom, RoomChoice, RoomPage } from './room-page.ts';
import { gameOf, networkOf, queryWithRoom } from './page-query.ts';
import { changeSettings, settings } from './settings.ts';

type Screen =
  | { readonly kind: 'menu'; readonly refusal?: Refusal }
  | { readonly kind: 'joining'; readonly text: string }
  | { readonly kind: 'playing' };

const GAMES = Object.keys(ROOM_PAGES);

/** The game of an invitation, else the one chosen last, else the first. */
function gameAtStart(): string {
  const invited = new URLSearchParams(location.search).has('room') ? (gameOf(location.search) ?? GAMES[0]!) : settings().game;
  return GAMES.includes(invited) ? invited : GAMES[0]!;
}

export function App({ stage, hud }: { stage: HTMLElement; hud: HTMLElement }) {
  const [screen, setScreen] = useState<Screen>({ kind: 'menu' });
  const [roomId, setRoomId] = useState(() => new URLSearchParams(location.search).get('room') ?? undefined);
  const [game, setGame] = useState(gameAtStart);
  const [choices, setChoices] = useState<readonly RoomChoice[] | undefined>(undefined);
  const room = useRef<OpenedRoom>(undefined);
  useEffect(() => { document.body.dataset['screen'] = screen.kind; }, [screen.kind]);
  // Most players type for a second or more: rules, maps and Phaser are there by then. A failure shows when they play.
  useEffect(() => {
    let isWanted = true;
    loadRoom(game).then((page) => { if (isWanted) setChoices(page.choices); }, () => {});
    return () => { isWanted = false; };
  }, [game]);

  const play = async (choice: PlayChoice) => {
    changeSettings({ name: choice.typedName });
    setScreen({ kind: 'joining', text: 'Loading the game' });
    try {
      const page = await loadRoom(game);
      const network = networkOf(location.search);
      const request = {
        url: location.origin, name: choice.name, options: choice.options,
        ...(roomId === undefined ? {} : { roomId }), ...(network === undefined ? {} : { network }),
      };
      room.current = await page.open(request, {
        stage, hud,
        onProgress: (text) => setScreen({ kind: 'joining', text }),
        onEnd: (text, mayRetry) => {
          showRoom(undefined);
          setScreen({ kind: 'menu', ...(text === '' ? {} : { refusal: { text, mayRetry } }) });
        },
      });
      setRoomId(undefined);
      showRoom({ roomId: room.current.roomId, game });
      setScreen({ kind: 'playing' });
    } catch (error) {
      setScreen({ kind: 'menu', refusal: refusalOf(error) });
    }
  };
  const chooseGame = (name: string) => {
    changeSettings({ game: name });
    setChoices(undefined);
    setGame(name);
  };
  const forgetRoom = () => {
    setRoomId(undefined);
    showRoom(undefined);
    setScreen({ kind: 'menu' });
  };

  if (screen.kind === 'playing') return null;
  if (screen.kind === 'joining') return <Joining text={screen.text} />;
  return (
    <Menu refusal={screen.refusal} roomId={roomId} games={ROOM_PAGES} game={game} choices={choices}
      onGame={chooseGame} onPlay={(choice) => void play(choice)} onForgetRoom={forgetRoom} />
  );
}

/** In the address bar, so that it can be sent to a friend. */
function showRoom(room: { readonly roomId: string; readonly game: string } | undefined): void {
  const named = room === undefined || room.game === GAMES[0] ? { roomId: room?.roomId } : room;
  history.replaceState(null, '', location.pathname + queryWithRoom(location.search, named));
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { text: String(error), mayRetry: true };
  return { text: sentence(error.message), mayRetry: (error as { retryable?: boolean }).retryable !== false };
}

/** A server's reasons are parts of sentences. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}

async function loadRoom(name: string): Promise<RoomPage> {
  const entry = ROOM_PAGES[name];
  if (entry === undefined) throw new Error(`There is no game called ${name}.`);
  try {
    return await entry.load();
  } catch {
    throw new Error('The game could not be loaded. Check the connection and try again.');
  }
}

function Joining({ text }: { text: string }) {
  return (
    <main class="screen joining" data-testid="joining" aria-live="polite">
      <div class="gear" aria-hidden="true" />
      <p>{text}</p>
    </main>
  );
}
