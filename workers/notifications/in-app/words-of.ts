import { z } from "zod";
import type { KeptNotification, NotificationTopic } from "../../../contracts/notifications.ts";
import { BoxOfficePush, ChatPush, OrderPush, ReminderPush } from "../../../contracts/pushes.ts";
import { money, when } from "../wording.ts";

/** A show as a notification names it. */
export interface NamedShow {
  title: string;
  venue: string;
  city: string;
  startsAt: string;
  timeZone: string;
}

/** What is known now of that which a push names; null for what is gone, or was never there. */
export interface Known {
  show: NamedShow | null;
  room: { name: string; isDirect: boolean } | null;
  /** The name of whoever wrote, added or invited. */
  person: string | null;
  /** Whether the message that it is about was taken back. */
  isTakenBack: boolean;
}

/** Plain text; nobody makes HTML of it. `path`: of the web app. */
export interface Words {
  title: string;
  body: string;
  path: string | null;
}

const Told = z.discriminatedUnion("type", [BoxOfficePush, OrderPush, ReminderPush, ChatPush]);
type Told = z.infer<typeof Told>;
type BookingTold = Extract<Told, { data: { bookingId: string } }>;
type ChatTold = z.infer<typeof ChatPush>;

/** What a notification says, in the venue's own time. One that another version of the platform kept has words of its topic. */
export function wordsOf({ id, appId, type, topic, data, at }: KeptNotification, known: Known): Words {
  const told = Told.safeParse({ id, appId, at: new Date(at).toISOString(), type, data }).data;
  if (told === undefined) return { title: newsOfTopic[topic], body: "", path: null };
  switch (told.type) {
    case "waitlist.offered": {
      const until = known.show && when(told.data.expiresAt, known.show.timeZone);
      const held = `${seats(told.data.seats)} ${told.data.seats === 1 ? "is" : "are"} held for you`;
      return { title: titled("Your turn", known), body: until ? `${held} until ${until.time}, ${until.day}` : held, path: "/waitlist" };
    }
    case "reminder.friday": {
      const { visits } = told.data;
      return { title: "Your week ahead", body: `You have booked ${visits === 1 ? "a show" : `${visits} shows`} for it`, path: "/bookings" };
    }
    case "chat.added":
    case "chat.invited":
    case "chat.mention":
      return { ...chatWords(told, known), path: `/chat/${told.data.roomId}` };
    case "booking.confirmed":
    case "booking.updated":
    case "booking.cancelled":
    case "showtime.rescheduled":
    case "reminder.day-before":
      return { ...bookingWords(told, known), path: `/bookings/${told.data.bookingId}` };
    default: {
      const { orderId, amount, currency } = told.data;
      const sum = amount === undefined ? "" : `: ${money(amount, currency)} ${told.type === "order.paid" ? "paid" : "goes back to you"}`;
      return { title: orderTitles[told.type], body: `Order ${orderId}${sum}`, path: `/orders/${orderId}` };
    }
  }
}

const newsOfTopic: Record<NotificationTopic, string> = {
  bookings: "News of a booking",
  payments: "News of a payment",
  orders: "News of an order",
  waitlist: "News of a waitlist",
  reminders: "A reminder",
  weekend: "What is on",
  messages: "News in the chat",
  account: "News of your account",
};

const orderTitles: Record<OrderPush["type"], string> = {
  "order.paid": "Your order is paid",
  "order.fulfilling": "Your order is being packed",
  "order.shipped": "Your order is on its way",
  "order.delivered": "Your order has arrived",
  "order.cancelled": "Your order is cancelled",
  "order.returned": "Your return is under way",
  "order.refunded": "Your order is refunded",
};

function bookingWords(told: BookingTold, known: Known): Omit<Words, "path"> {
  switch (told.type) {
    case "booking.confirmed": {
      const title = titled(told.data.fromBookingId === null ? "Booked" : "Exchanged", known);
      return { title, body: sentence(seats(told.data.seats), placed(known.show)) };
    }
    case "booking.updated":
      return {
        title: titled("Changed", known),
        body:
          told.data.seats === 0
            ? sentence("Your booking stays cancelled", back(told.data.refund))
            : sentence(`${seats(told.data.seats)} now`, placed(known.show), back(told.data.refund)),
      };
    case "booking.cancelled": {
      const { seats: left, cause, refund } = told.data;
      if (cause === "SHOWTIME_CANCELLED")
        return { title: titled("Does not take place", known), body: sentence("The show is off", back(refund)) };
      if (left > 0) return { title: titled("Changed", known), body: sentence(`${seats(left)} left`, back(refund)) };
      const why = cause === "ORDER_FAILED" ? "The order could not be completed" : "Your booking has ended";
      return { title: titled("Cancelled", known), body: sentence(why, back(refund)) };
    }
    case "showtime.rescheduled": {
      const { startsAt, before } = told.data;
      const zone = known.show?.timeZone ?? "UTC";
      return {
        title: titled("New time", known),
        body: `${moment(startsAt, zone)}, instead of ${moment(before, zone)}. Your tickets stay good`,
      };
    }
    case "reminder.day-before":
      return { title: titled("Soon", known), body: placed(known.show) ?? "A show that you have booked" };
  }
}

function chatWords({ type, data }: ChatTold, { room, person, isTakenBack }: Known): Omit<Words, "path"> {
  const who = person ?? "Somebody";
  const where = room === null || room.isDirect ? "the chat" : room.name;
  switch (type) {
    case "chat.added":
      if (data.by === null) return { title: `You were added to ${where}`, body: "" };
      return { title: room?.isDirect ? `${who} has opened a chat with you` : `${who} has added you to ${where}`, body: "" };
    case "chat.invited":
      return { title: data.by === null ? `You are invited to ${where}` : `${who} invites you to ${where}`, body: "" };
    case "chat.mention":
      return { title: `${who} mentioned you in ${where}`, body: isTakenBack ? "The message was deleted" : data.excerpt };
  }
}

const seats = (count: number): string => (count === 1 ? "1 seat" : `${count} seats`);
const titled = (what: string, { show }: Known): string => (show === null ? what : `${what}: ${show.title}`);
const placed = (show: NamedShow | null): string | null => show && `${moment(show.startsAt, show.timeZone)}, ${show.venue}, ${show.city}`;
const back = (refund: { amount: number; currency: string } | null): string | null =>
  refund && `${money(refund.amount, refund.currency)} goes back to you`;
const sentence = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(", ");

/** Where nobody knows the venue any more, the clock is named. */
function moment(at: string, timeZone: string): string {
  const { day, time } = when(at, timeZone);
  return `${day}, ${time}${timeZone === "UTC" ? " UTC" : ""}`;
}
