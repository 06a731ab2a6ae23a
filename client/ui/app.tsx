// In: the page's address and the settings. Out: menu, joining and match, one at a time. Run by: main.ts.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ROOM_PAGES } from '../rooms/index.ts';
import { Menu, type PlayChoice } from './menu.tsx';
import type { OpenedRoom } from './room-page.ts';
import { changeSettings } from './settings.ts';

type Screen =
  | { readonly kind: 'menu'; readonly error: string; readonly mayRejoin: boolean }
  | { readonly kind: 'joining'; readonly text: string }
  | { readonly kind: 'playing' };

const START: Screen = { kind: 'menu', error: '', mayRejoin: true };

export function App({ stage, hud }: { stage: HTMLElement; hud: HTMLElement }) {
  const [screen, setScreen] = useState<Screen>(START);
  const [roomId, setRoomId] = useState(() => new URLSearchParams(location.search).get('room') ?? undefined);
  const room = useRef<OpenedRoom>(undefined);
  useEffect(() => { document.body.dataset['screen'] = screen.kind; }, [screen.kind]);

  const play = async (choice: PlayChoice) => {
    changeSettings({ name: choice.name });
    setScreen({ kind: 'joining', text: 'Loading the game' });
    try {
      const open = await loadRoom('arena');
      room.current = await open({ url: location.origin, name: choice.name, options: choice.options, ...(roomId === undefined ? {} : { roomId }) }, {
        stage, hud,
        onProgress: (text) => setScreen({ kind: 'joining', text }),
        onEnd: (text, mayRejoin) => setScreen({ kind: 'menu', error: text, mayRejoin }),
      });
      history.replaceState(null, '', `?room=${room.current.roomId}`);
      setScreen({ kind: 'playing' });
    } catch (error) {
      setScreen({ kind: 'menu', error: error instanceof Error ? error.message : String(error), mayRejoin: true });
    }
  };
  const forgetRoom = () => {
    setRoomId(undefined);
    history.replaceState(null, '', location.pathname);
    setScreen(START);
  };

  if (screen.kind === 'playing') return null;
  if (screen.kind === 'joining') return <Joining text={screen.text} />;
  return <Menu error={screen.error} mayPlay={screen.mayRejoin} roomId={roomId} onPlay={(choice) => void play(choice)} onForgetRoom={forgetRoom} />;
}

async function loadRoom(name: string) {
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
