// In: a world as plain data. Out: a 32-bit hash of each of its columns. Run by: captures, replays and tests, on any engine.

interface Node {
  readonly path: string;
  readonly column: number;
  readonly children: Map<string, Node>;
  items: Node | undefined;
}

const scratch = new Float64Array(1);
const words = new Int32Array(scratch.buffer);
const SEED = 0x811c9dc5 | 0;

/**
 * Hashes plain data by column: a column is a path with array positions folded, such as `players[].x`. A difference then
 * has a name. Numbers count by their 64 bits, with -0 as 0, because JSON cannot carry -0 and a world may be restored from
 * it. Key order does not matter, array order does. Functions, undefined and non-finite numbers have no place in a world.
 */
export class ColumnHasher {
  readonly #skip: ReadonlySet<string>;
  readonly #root: Node;
  readonly #names: string[] = [];
  #hashes = new Int32Array(64);

  /** @param skip top-level fields to leave out. */
  constructor(skip: readonly string[] = []) {
    this.#skip = new Set(skip);
    this.#root = { path: '', column: -1, children: new Map(), items: undefined };
  }

  /** Column names in the order they were first met: the order of `hash`'s answer. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** One hash a column; a column that has nothing now has the seed's. Valid until the next call. */
  hash(world: object): Int32Array {
    this.#hashes.fill(SEED);
    for (const key in world) {
      if (!this.#skip.has(key)) this.#visit((world as Record<string, unknown>)[key], this.#child(this.#root, key));
    }
    return this.#hashes.subarray(0, this.#names.length);
  }

  #visit(value: unknown, node: Node): void {
    switch (typeof value) {
      case 'number': return this.#number(value, node);
      case 'boolean': return this.#mix(node, value ? 3 : 2);
      case 'string': return this.#string(value, node);
      case 'object': break;
      default: throw new Error(`${node.path} is a ${typeof value}: a world is plain data`);
    }
    if (value === null) this.#mix(node, 1);
    else if (Array.isArray(value)) this.#array(value, node);
    else for (const key in value) this.#visit((value as Record<string, unknown>)[key], this.#child(node, key));
  }

  #array(values: readonly unknown[], node: Node): void {
    this.#mix(node, values.length + 5);
    const items = (node.items ??= this.#node(`${node.path}[]`));
    for (let i = 0; i < values.length; i++) this.#visit(values[i], items);
  }

  #number(value: number, node: Node): void {
    const whole = value | 0;
    if (whole === value) {
      this.#mix(node, whole);
      return;
    }
    if (!Number.isFinite(value)) throw new Error(`${node.path} is ${value}: a world has finite numbers only`);
    scratch[0] = value;
    this.#mix(node, words[0]!);
    this.#mix(node, words[1]! ^ 0x5bd1e995);
  }

  #string(value: string, node: Node): void {
    this.#mix(node, value.length + 7);
    for (let i = 0; i < value.length; i++) this.#mix(node, value.charCodeAt(i));
  }

  #mix(node: Node, word: number): void {
    const h = Math.imul(this.#hashes[node.column]! ^ word, 0x9e3779b1);
    this.#hashes[node.column] = (h << 13) | (h >>> 19);
  }

  #child(node: Node, key: string): Node {
    let child = node.children.get(key);
    if (child === undefined) {
      child = this.#node(node === this.#root ? key : `${node.path}.${key}`);
      node.children.set(key, child);
    }
    return child;
  }

  #node(path: string): Node {
    const column = this.#names.length;
    this.#names.push(path);
    if (column >= this.#hashes.length) {
      const larger = new Int32Array(this.#hashes.length * 2).fill(SEED);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    return { path, column, children: new Map(), items: undefined };
  }
}

/** All columns as one number. */
export function foldHashes(hashes: Int32Array): number {
  let h = SEED;
  for (const column of hashes) h = Math.imul(h ^ column, 0x01000193);
  return h >>> 0;
}
