// In: the maps' JSON. Out: every map that exists, checked and ready, by name. Run by: rooms, bots, scenes. One line a map.
import canal from './canal.json' with { type: 'json' };
import foundry from './foundry.json' with { type: 'json' };
import garden from './garden.json' with { type: 'json' };
import { checkMap } from './map-check.ts';
import { prepareMap, type PreparedMap } from './map-format.ts';

/** In the order rooms rotate through them. */
const maps: ReadonlyMap<string, PreparedMap> = new Map([foundry, garden, canal].map((json) => [json.name, load(json)]));

export const MAP_NAMES: readonly string[] = [...maps.keys()];

export function mapNamed(name: string): PreparedMap | undefined {
  return maps.get(name);
}

/** @throws Error naming map and field: a broken map is a broken build, never a player's doing. */
function load(json: { readonly name: string }): PreparedMap {
  const checked = checkMap(json);
  if (!checked.ok) throw new Error(`map ${json.name}: ${checked.reason}`);
  return prepareMap(checked.value);
}
