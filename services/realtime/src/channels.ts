/** What a client asked to hear, as a list. Accepts `channels[]=a`, `channels[0]=a` and a repeated `channels=a`. */
export function readChannels(query: string): string[] {
  const channels = new Set<string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === 'channels' || /^channels\[\d*\]$/.test(name)) channels.add(value);
  }
  return [...channels].slice(0, CHANNELS_MAX).filter((channel) => channel !== '');
}

const CHANNELS_MAX = 1000;

/** `account` is one's own; anybody else's is dropped silently. Source: realtime.md §2. */
export function convertChannels(channels: readonly string[], userId: string): Set<string> {
  const converted = new Set<string>();
  for (const channel of channels) {
    if (channel.startsWith('account.')) continue;
    converted.add(channel);
    if (channel === 'account' && userId !== '') converted.add(`account.${userId}`);
  }
  return converted;
}
