// In: a server's address. Out: a new player's token, and the headers that carry it. Run by: tests that do without the client.

export async function guestToken(url: string): Promise<string> {
  const answer = await fetch(`${url}/auth/guest`, { method: 'POST' });
  if (!answer.ok) throw new Error(`no guest token: ${answer.status} ${await answer.text()}`);
  return (await answer.json() as { token: string }).token;
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
