// In: events of every kind and bytes of any. Out: proof that a patch's events arrive as they happened. Run by: vitest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventCodec, type TimedEvent } from '../../shared/netcode/event-codec.ts';
import { arenaEvents, type ArenaEvent } from '../../shared/rooms/arena/events.ts';

const anEvent = fc.oneof(...Object.entries(arenaEvents).map(([kind, shape]) => fc.record(Object.fromEntries(
  shape.fields.map((f) => [f.name, fc.integer({ min: f.min, max: f.max })]),
)).map((fields) => ({ kind, ...fields }) as unknown as ArenaEvent)));

test('a patch of events is the same on the other side', () => {
  const codec = new EventCodec<ArenaEvent>(arenaEvents);
  fc.assert(fc.property(fc.nat(1_000_000), fc.array(fc.tuple(fc.nat(7), anEvent), { maxLength: 60 }), (first, list) => {
    const events: TimedEvent<ArenaEvent>[] = list.sort((a, b) => a[0] - b[0]).map(([after, event]) => ({ tick: first + after, event }));
    expect(codec.decode(codec.encode(events))).toEqual(events);
  }));
});

test('foreign bytes end the list and never throw', () => {
  const codec = new EventCodec<ArenaEvent>(arenaEvents);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    for (const { event } of codec.decode(bytes)) expect(Object.keys(arenaEvents)).toContain(event.kind);
  }));
});

test('events further apart than one message can say are a mistake of the caller', () => {
  const codec = new EventCodec<ArenaEvent>(arenaEvents);
  const dash = { kind: 'dash', seat: 1 } as const;
  expect(() => codec.encode([{ tick: 1, event: dash }, { tick: 9, event: dash }])).toThrow(RangeError);
});
