// In: the opened page. Out: the menu; all else follows from it. Run by: index.html.
import { h, render } from 'preact';
import { App } from './ui/app.tsx';
import { onSettings, settings } from './ui/settings.ts';

const stage = document.querySelector<HTMLElement>('#stage');
const hud = document.querySelector<HTMLElement>('#hud');
const app = document.querySelector<HTMLElement>('#app');
if (stage === null || hud === null || app === null) throw new Error('index.html lacks its elements');
const calm = () => document.documentElement.classList.toggle('is-calm', settings().reducedMotion);
calm();
onSettings(calm);
render(h(App, { stage, hud }), app);
