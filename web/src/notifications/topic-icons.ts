import {
  CalendarClock,
  CreditCard,
  Hourglass,
  type LucideIcon,
  MessagesSquare,
  Package,
  ShieldCheck,
  Sparkles,
  Ticket,
} from "lucide-react";
import type { NotificationTopic } from "../../../contracts/notifications.ts";

export const topicIcons: Record<NotificationTopic, LucideIcon> = {
  bookings: Ticket,
  payments: CreditCard,
  orders: Package,
  waitlist: Hourglass,
  reminders: CalendarClock,
  weekend: Sparkles,
  messages: MessagesSquare,
  account: ShieldCheck,
};
