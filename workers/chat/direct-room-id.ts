const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const idChars = 26;

/**
 * The id of the one room of two people at an app: made from them, so that both who open it at the same moment come to the same room. 130 bits of a
 * SHA-256 in Crockford's base 32.
 */
export async function directRoomId(appId: string, userIds: readonly [string, string]): Promise<string> {
  const text = ["direct", appId, ...userIds.toSorted()].join("\n");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  let id = "";
  // One byte a character, of which five bits count: the digest has more bytes than the id has characters.
  for (const byte of digest.subarray(0, idChars)) id += alphabet[byte & 31];
  return `room_${id}`;
}
