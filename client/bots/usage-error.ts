// In: a sentence. Out: the error that ends the command with exit code 2 and that one line. Run by: options, main, swarm.

/** What the tester can do something about; the message says what. */
export class UsageError extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'UsageError';
  }
}
