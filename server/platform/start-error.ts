// In: a reason why the server cannot start. Out: an error whose message is the one line its operator should read.
// Run by: everything between the start of the process and the first connection.

export class StartError extends Error {
  override readonly name = 'StartError';
}
