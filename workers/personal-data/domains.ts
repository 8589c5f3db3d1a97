import { bookingData } from "../booking/personal-data.ts";
import { ticketOrderData } from "../booking/ticket-orders/personal-data.ts";
import { waitlistData } from "../booking/waitlist/personal-data.ts";
import { chatData } from "../chat/personal-data.ts";
import { cartData } from "../commerce/cart/personal-data.ts";
import { orderData } from "../commerce/orders/personal-data.ts";
import { identityData } from "../identity/personal-data.ts";
import { inAppData } from "../notifications/in-app/personal-data.ts";
import { notificationData } from "../notifications/personal-data.ts";
import { paymentData } from "../payments/personal-data.ts";
import type { PersonalData } from "../platform/personal-data.ts";
import { tenantData } from "../tenants/personal-data.ts";

/** Every domain that keeps something about people. An export is made of all their sections, and an erasure asks all of them. */
export const domainsWithPeople: readonly PersonalData[] = [
  identityData,
  tenantData,
  bookingData,
  waitlistData,
  ticketOrderData,
  orderData,
  paymentData,
  cartData,
  chatData,
  notificationData,
  inAppData,
];
