import type { Brand } from "../../contracts/mails.ts";
import { among, openDatabase } from "../platform/database.ts";
import { apps } from "../tenants/tables.ts";
import { oneLine } from "./one-line.ts";

/** How each of these apps looks in its mails, asked for all of them together. Null for null, and for an app that is not there: Marquee's own. */
export async function brandsOf(env: Env, appIds: readonly (string | null)[]): Promise<(appId: string | null) => Brand | null> {
  const ids = [...new Set(appIds.filter((id) => id !== null))];
  if (ids.length === 0) return () => null;
  const rows = await openDatabase(env)
    .select({ id: apps.id, name: apps.name, color: apps.brandColor, logoUrl: apps.logoUrl, contactEmail: apps.contactEmail })
    .from(apps)
    .where(among(apps.id, ids));
  const brandOf = new Map(rows.map(({ id, ...brand }) => [id, brand]));
  return (appId) => (appId === null ? null : (brandOf.get(appId) ?? null));
}

/** Who a mail is from. `name`: one line, as it is written, for a transport to encode; `replyTo`: where an answer goes if not there. */
export interface Sender {
  name: string;
  address: string;
  replyTo: string | null;
}

/** In the tenant's name, and always from the platform's own address: that is what MAIL_FROM's domain vouches for. */
export function fromOf({ MAIL_FROM }: Pick<Env, "MAIL_FROM">, brand: Brand | null): Sender {
  const [, own = "", address = ""] = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(oneLine(MAIL_FROM)) ?? ["", "", oneLine(MAIL_FROM)];
  const name = withoutAddresses(brand?.name ?? own) || "Marquee";
  return { name, address, replyTo: brand?.contactEmail ?? null };
}

/** What in a name could be read as another address, or as the end of the name, is left out. */
const withoutAddresses = (name: string): string =>
  oneLine(
    name
      .replaceAll(/[<>"\\]+/g, " ")
      .replaceAll("@", " at ")
      .replaceAll(/\s+/g, " "),
  );

/** A sender as a From header has it, for a transport that encodes what is not ASCII: `"Grand Theatre" <tickets@marquee.example>`. */
export const senderLine = ({ name, address }: Sender): string => `"${name}" <${address}>`;
