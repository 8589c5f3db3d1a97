import type { NotificationTopic } from "../../../../contracts/notifications.ts";

/** What each topic is, in the words of the person who chooses. */
export const topicWords: Record<NotificationTopic, { name: string; hint: string }> = {
  bookings: { name: "Bookings", hint: "Tickets, and what becomes of them: changes, cancellations, another time." },
  payments: { name: "Payments", hint: "Receipts, payments that failed, money that goes back." },
  orders: { name: "Orders", hint: "Paid, on its way, delivered, returned." },
  waitlist: { name: "Waitlist", hint: "Seats that came free for you." },
  reminders: { name: "Reminders", hint: "The day before, and on Friday what the coming week has for you." },
  weekend: { name: "What’s on this weekend", hint: "On Friday, for when you have no plans yet." },
  messages: { name: "Messages", hint: "Mentions and invitations; by mail once a day what you have not read." },
  account: { name: "Account", hint: "Codes and the safety of your account." },
};
