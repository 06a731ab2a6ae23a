// In: nothing. Out: the two text classes that Node and browsers share, and the language's own library lacks. Run by: tsc.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
