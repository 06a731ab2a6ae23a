// In: the opened page. Out: the menu, and the game's code fetched while a name is typed. Run by: index.html.
import { h, render } from 'preact';
import { ROOM_PAGES } from './rooms/index.ts';
import { App } from './ui/app.tsx';

const stage = document.querySelector<HTMLElement>('#stage');
const hud = document.querySelector<HTMLElement>('#hud');
const app = document.querySelector<HTMLElement>('#app');
if (stage === null || hud === null || app === null) throw new Error('index.html lacks its elements');
render(h(App, { stage, hud }), app);

// Most players type for a second or more: the arena and Phaser are there by then. A failure shows when they play.
void ROOM_PAGES['arena']?.().catch(() => {});
