// In: the page's address and the settings. Out: menu, joining and match, one at a time. Run by: main.ts.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ROOM_PAGES } from '../rooms/index.ts';
import { Menu, type PlayChoice, type Refusal } from './menu.tsx';
import type { OpenedRoom, RoomChoice, RoomPage } from './room-page.ts';
import { networkOf, queryWithRoom } from './page-query.ts';
import { changeSettings } from './settings.ts';

type Screen =
  | { readonly kind: 'menu'; readonly refusal?: Refusal }
  | { readonly kind: 'joining'; readonly text: string }
  | { readonly kind: 'playing' };

const GAME = 'arena';

export function App({ stage, hud }: { stage: HTMLElement; hud: HTMLElement }) {
  const [screen, setScreen] = useState<Screen>({ kind: 'menu' });
  const [roomId, setRoomId] = useState(() => new URLSearchParams(location.search).get('room') ?? undefined);
  const [choices, setChoices] = useState<readonly RoomChoice[] | undefined>(undefined);
  const room = useRef<OpenedRoom>(undefined);
  useEffect(() => { document.body.dataset['screen'] = screen.kind; }, [screen.kind]);
  // Most players type for a second or more: rules, maps and Phaser are there by then. A failure shows when they play.
  useEffect(() => { loadRoom(GAME).then((page) => setChoices(page.choices), () => {}); }, []);

  const play = async (choice: PlayChoice) => {
    changeSettings({ name: choice.typedName });
    setScreen({ kind: 'joining', text: 'Loading the game' });
    try {
      const page = await loadRoom(GAME);
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
      showRoom(room.current.roomId);
      setScreen({ kind: 'playing' });
    } catch (error) {
      setScreen({ kind: 'menu', refusal: refusalOf(error) });
    }
  };
  const forgetRoom = () => {
    setRoomId(undefined);
    showRoom(undefined);
    setScreen({ kind: 'menu' });
  };

  if (screen.kind === 'playing') return null;
  if (screen.kind === 'joining') return <Joining text={screen.text} />;
  return <Menu refusal={screen.refusal} roomId={roomId} choices={choices} onPlay={(choice) => void play(choice)} onForgetRoom={forgetRoom} />;
}

/** In the address bar, so that it can be sent to a friend. */
function showRoom(roomId: string | undefined): void {
  history.replaceState(null, '', location.pathname + queryWithRoom(location.search, roomId));
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { text: String(error), mayRetry: true };
  return { text: error.message, mayRetry: (error as { retryable?: boolean }).retryable !== false };
}

async function loadRoom(name: string): Promise<RoomPage> {
  const load = ROOM_PAGES[name];
  if (load === undefined) throw new Error(`There is no game called ${name}.`);
  try {
    return await load();
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
