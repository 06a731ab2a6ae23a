// In: names of sounds and where they come from. Out: noise and tones made in code. Run by: event player, menu.
import { onSettings, settings } from '../ui/settings.ts';

export type SoundName = 'rifle' | 'shotgun' | 'launch' | 'explosion' | 'hit' | 'kill' | 'hurt' | 'death' | 'spawn' | 'dash'
  | 'reload' | 'dry' | 'pickup' | 'start' | 'end' | 'click' | 'kick' | 'bounce' | 'tackle' | 'goal' | 'whistle';

interface Layer {
  readonly wave: OscillatorType | 'noise';
  /** Hz at the start and at the end: of the tone, or of the low-pass over the noise. */
  readonly from: number;
  readonly to: number;
  readonly ms: number;
  readonly gain: number;
  readonly delayMs?: number;
}

const SOUNDS: Readonly<Record<SoundName, readonly Layer[]>> = {
  rifle: [{ wave: 'noise', from: 5200, to: 700, ms: 90, gain: 0.34 }, { wave: 'square', from: 240, to: 60, ms: 60, gain: 0.16 }],
  shotgun: [{ wave: 'noise', from: 3200, to: 300, ms: 220, gain: 0.5 }, { wave: 'triangle', from: 150, to: 40, ms: 140, gain: 0.4 }],
  launch: [{ wave: 'noise', from: 900, to: 3200, ms: 320, gain: 0.3 }, { wave: 'sawtooth', from: 120, to: 50, ms: 200, gain: 0.22 }],
  explosion: [{ wave: 'noise', from: 2400, to: 80, ms: 800, gain: 0.75 }, { wave: 'sine', from: 110, to: 28, ms: 600, gain: 0.7 }],
  hit: [{ wave: 'triangle', from: 1500, to: 1100, ms: 55, gain: 0.26 }],
  kill: [{ wave: 'triangle', from: 1250, to: 1250, ms: 70, gain: 0.28 }, { wave: 'triangle', from: 1880, to: 1880, ms: 150, gain: 0.28, delayMs: 75 }],
  hurt: [{ wave: 'sawtooth', from: 190, to: 80, ms: 130, gain: 0.26 }, { wave: 'noise', from: 1000, to: 200, ms: 90, gain: 0.22 }],
  death: [{ wave: 'noise', from: 1500, to: 120, ms: 420, gain: 0.4 }, { wave: 'sawtooth', from: 300, to: 40, ms: 380, gain: 0.2 }],
  spawn: [{ wave: 'sine', from: 260, to: 780, ms: 280, gain: 0.2 }],
  dash: [{ wave: 'noise', from: 700, to: 4200, ms: 170, gain: 0.24 }],
  reload: [{ wave: 'noise', from: 4200, to: 1800, ms: 45, gain: 0.22 }, { wave: 'noise', from: 2600, to: 1400, ms: 60, gain: 0.26, delayMs: 170 }],
  dry: [{ wave: 'square', from: 420, to: 300, ms: 30, gain: 0.1 }],
  pickup: [{ wave: 'sine', from: 620, to: 620, ms: 80, gain: 0.22 }, { wave: 'sine', from: 930, to: 930, ms: 140, gain: 0.22, delayMs: 80 }],
  start: [{ wave: 'sawtooth', from: 220, to: 220, ms: 240, gain: 0.16 }, { wave: 'sawtooth', from: 330, to: 330, ms: 480, gain: 0.18, delayMs: 240 }],
  end: [{ wave: 'sawtooth', from: 330, to: 330, ms: 260, gain: 0.16 }, { wave: 'sawtooth', from: 165, to: 165, ms: 700, gain: 0.18, delayMs: 260 }],
  kick: [{ wave: 'sine', from: 190, to: 60, ms: 110, gain: 0.55 }, { wave: 'noise', from: 2400, to: 500, ms: 60, gain: 0.22 }],
  bounce: [{ wave: 'triangle', from: 240, to: 110, ms: 80, gain: 0.24 }],
  tackle: [{ wave: 'noise', from: 900, to: 150, ms: 200, gain: 0.42 }, { wave: 'sine', from: 120, to: 50, ms: 140, gain: 0.36 }],
  goal: [
    { wave: 'sawtooth', from: 147, to: 147, ms: 1100, gain: 0.14 }, { wave: 'sawtooth', from: 220, to: 220, ms: 1100, gain: 0.13 },
    { wave: 'noise', from: 300, to: 1800, ms: 1500, gain: 0.3, delayMs: 60 },
  ],
  whistle: [{ wave: 'square', from: 2150, to: 2250, ms: 120, gain: 0.07 }, { wave: 'square', from: 2250, to: 2150, ms: 330, gain: 0.08, delayMs: 150 }],
  click: [{ wave: 'square', from: 700, to: 500, ms: 28, gain: 0.08 }],
};

/** What tells the player something rather than being part of the fight: not under the effects volume. */
const CUES: ReadonlySet<SoundName> = new Set(['hit', 'kill', 'pickup', 'start', 'end', 'click', 'dry', 'goal', 'whistle']);

/** Sounds at once; more would only be louder mud. */
const VOICES_MAX = 20;
/** The same sound twice within this is one: eight pellets that hit are one hit. */
const GAP_MS = 30;
/** World px at which a sound is gone. */
const EARSHOT = 1_300;

export class Sound {
  #context: AudioContext | undefined;
  #fight: GainNode | undefined;
  #cues: GainNode | undefined;
  #noise: AudioBuffer | undefined;
  #voices = 0;
  #ear = { x: 0, y: 0 };
  readonly #playedMs = new Map<SoundName, number>();
  readonly #stop = new AbortController();

  constructor() {
    const signal = this.#stop.signal;
    signal.addEventListener('abort', onSettings(() => this.#setVolume()));
    // Phones let sound begin only inside a touch or key press, never from a frame.
    for (const gesture of ['pointerdown', 'keydown'] as const) addEventListener(gesture, () => this.#wake(), { signal });
  }

  /** Where the listener stands. */
  listenAt(x: number, y: number): void {
    this.#ear = { x, y };
  }

  /** Without a place the sound is the player's own. Browsers allow sound only after the first click or key. */
  play(name: SoundName, at?: { readonly x: number; readonly y: number }): void {
    if (settings().volume === 0 || this.#voices >= VOICES_MAX) return;
    const nowMs = performance.now();
    if (at === undefined && nowMs - (this.#playedMs.get(name) ?? -1e9) < GAP_MS) return;
    this.#playedMs.set(name, nowMs);
    const [dx, dy] = at === undefined ? [0, 0] : [at.x - this.#ear.x, at.y - this.#ear.y];
    const near = 1 - Math.hypot(dx, dy) / EARSHOT;
    if (near <= 0) return;
    const context = this.#wake();
    if (context === undefined || context.state !== 'running') return;
    const pan = new StereoPannerNode(context, { pan: Math.max(-0.8, Math.min(0.8, dx / 900)) });
    const bus = CUES.has(name) ? this.#cues! : this.#fight!;
    // Far sounds lose their highs first: a fight two rooms away is a rumble.
    if (at === undefined) pan.connect(bus);
    else pan.connect(new BiquadFilterNode(context, { type: 'lowpass', frequency: 500 + 17_500 * near * near })).connect(bus);
    for (const layer of SOUNDS[name]) this.#layer(context, layer, pan, near * near);
  }

  close(): void {
    this.#stop.abort();
    void this.#context?.close();
    this.#context = undefined;
  }

  #wake(): AudioContext | undefined {
    if (this.#context === undefined) {
      if (typeof AudioContext === 'undefined') return undefined;
      this.#context = new AudioContext({ latencyHint: 'interactive' });
      const limit = new DynamicsCompressorNode(this.#context, { threshold: -14, ratio: 8 });
      this.#fight = new GainNode(this.#context);
      this.#cues = new GainNode(this.#context);
      this.#fight.connect(limit);
      this.#cues.connect(limit);
      limit.connect(this.#context.destination);
      this.#noise = makeNoise(this.#context);
      this.#setVolume();
    }
    if (this.#context.state === 'suspended') void this.#context.resume();
    return this.#context;
  }

  #setVolume(): void {
    const { volume, effects } = settings();
    if (this.#fight !== undefined) this.#fight.gain.value = volume * effects;
    if (this.#cues !== undefined) this.#cues.gain.value = volume;
  }

  #layer(context: AudioContext, layer: Layer, to: AudioNode, loudness: number): void {
    const start = context.currentTime + (layer.delayMs ?? 0) / 1000;
    const end = start + layer.ms / 1000;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(layer.gain * loudness, start);
    gain.gain.exponentialRampToValueAtTime(0.0005, end);
    gain.connect(to);
    const source = layer.wave === 'noise' ? this.#noiseSource(context, layer, { gain, start, end }) : toneSource(context, layer, { gain, start, end });
    this.#voices++;
    source.onended = () => {
      this.#voices--;
      gain.disconnect();
    };
    source.start(start);
    source.stop(end);
  }

  #noiseSource(context: AudioContext, layer: Layer, { gain, start, end }: Envelope): AudioScheduledSourceNode {
    const source = new AudioBufferSourceNode(context, { buffer: this.#noise!, loop: true, playbackRate: 0.9 + Math.random() * 0.2 });
    const filter = new BiquadFilterNode(context, { type: 'lowpass' });
    filter.frequency.setValueAtTime(layer.from, start);
    filter.frequency.exponentialRampToValueAtTime(layer.to, end);
    source.connect(filter).connect(gain);
    return source;
  }
}

interface Envelope {
  readonly gain: GainNode;
  readonly start: number;
  readonly end: number;
}

function toneSource(context: AudioContext, layer: Layer, { gain, start, end }: Envelope): AudioScheduledSourceNode {
  const source = new OscillatorNode(context, { type: layer.wave as OscillatorType });
  source.frequency.setValueAtTime(layer.from, start);
  source.frequency.exponentialRampToValueAtTime(layer.to, end);
  source.connect(gain);
  return source;
}

function makeNoise(context: AudioContext): AudioBuffer {
  const buffer = new AudioBuffer({ length: context.sampleRate, sampleRate: context.sampleRate });
  const data = buffer.getChannelData(0);
  for (let i = 0; i < data.length; i++) data[i] = Math.random() * 2 - 1;
  return buffer;
}
