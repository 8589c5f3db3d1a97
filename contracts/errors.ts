/**
 * Every error code that a client can meet, with its HTTP status and the sentence that it carries unless the verb has a better one.
 * The status of a code never differs between routes.
 */
export const errors = {
  // The request itself
  MALFORMED_JSON: [400, "The body is not valid JSON."],
  IDEMPOTENCY_KEY_INVALID: [400, "Idempotency-Key must be 1 to 255 visible ASCII characters."],
  VALIDATION_FAILED: [422, "The request is not valid. See details.issues for what to change."],
  IDEMPOTENCY_KEY_REUSED: [422, "This Idempotency-Key was used with another request. Send a new key for a new request."],
  IDEMPOTENCY_IN_PROGRESS: [409, "The first request with this Idempotency-Key is still running. Retry in a moment."],
  BODY_TOO_LARGE: [413, "The body is larger than this route accepts."],
  UNSUPPORTED_MEDIA_TYPE: [415, "Send the body as application/json."],
  UPGRADE_REQUIRED: [426, "This path is a WebSocket. Connect with ws:// or wss://."],
  ROUTE_NOT_FOUND: [404, "There is nothing at this path. See /docs for the routes."],
  METHOD_NOT_ALLOWED: [405, "This path does not take this method. See the Allow header."],
  RATE_LIMITED: [429, "Too many requests. Wait for the seconds in Retry-After, then try again."],
  OVERLOADED: [503, "Too much is going on here right now. Wait for the seconds in Retry-After, then try again."],
  DEPENDENCY_UNAVAILABLE: [503, "A part of the platform does not answer right now. Nothing was changed; try again shortly."],
  URL_NOT_ALLOWED: [422, "This address may not be called from here. Give a public https:// address with a host name and no port."],
  INTERNAL: [500, "Something went wrong on our side. Please report the request id."],

  // Who is calling
  APP_CREDENTIALS_MISSING: [401, "Send x-app-id and x-api-key."],
  APP_CREDENTIALS_INVALID: [401, "x-app-id and x-api-key do not belong together, or the key was revoked."],
  APP_INACTIVE: [403, "This app has been switched off."],
  ORIGIN_NOT_ALLOWED: [403, "This key may not be used from this origin."],
  SCOPE_MISSING: [403, "This key may not do that. Use the app's secret key from a server, or a key with the scope in details."],
  DOMAIN_NOT_ALLOWED: [403, "This app serves another domain."],
  TOKEN_MISSING: [401, "Send Authorization: Bearer with an access token."],
  TOKEN_INVALID: [401, "The token is not valid here. Log in again."],
  TOKEN_EXPIRED: [401, "The token has expired. Refresh it."],
  FORBIDDEN: [403, "Your account may not do this here: it lacks the role for it, or this belongs to somebody else."],
  END_USER_IP_INVALID: [400, "x-end-user-ip must be one IPv4 or IPv6 address."],
  TICKET_INVALID: [401, "The ticket is unknown, used, expired or for another path. Ask for a new one."],

  // Identity
  BAD_CREDENTIALS: [401, "No account matches this name and password."],
  ACCOUNT_LOCKED: [423, "Too many failed attempts. Wait for the seconds in Retry-After, then try again."],
  EMAIL_TAKEN: [409, "An account with this e-mail address exists. Log in instead."],
  USERNAME_TAKEN: [409, "This username is taken. Choose another."],
  REFRESH_TOKEN_INVALID: [401, "The refresh token is unknown or has expired. Log in again."],
  REFRESH_TOKEN_REUSED: [401, "This refresh token was used before, so its session was ended. Log in again."],
  SESSION_NOT_FOUND: [404, "You have no such session."],
  OIDC_PROVIDER_UNKNOWN: [404, "Nobody signs in through this provider here."],
  OIDC_REDIRECT_NOT_ALLOWED: [403, "redirect_uri is not on one of this app's origins."],
  OIDC_STATE_INVALID: [400, "This sign-in was begun elsewhere, is over, or took too long. Begin again."],
  OIDC_DENIED: [403, "The provider says that you declined."],
  OIDC_PROVIDER_ERROR: [502, "The provider could not sign you in. Try again, or another way."],
  OIDC_TOKEN_INVALID: [401, "What the provider said of you does not hold. Try again, or another way."],
  OIDC_EMAIL_MISSING: [403, "The provider did not tell your e-mail address, and an account needs one."],
  OIDC_EMAIL_UNVERIFIED: [403, "The provider has not verified your e-mail address. Verify it there first."],
  OIDC_SUBJECT_CHANGED: [403, "The account with this address belongs to another person at this provider. Log in with its password."],
  OIDC_CODE_INVALID: [400, "The code is unknown, used, older than a minute, or of another app or browser. Sign in again."],

  OTP_INVALID: [400, "This code is not right, or was used or replaced. Check the newest mail, or ask for another code."],
  OTP_EXPIRED: [400, "This code was right but its time is over. Ask for another."],
  PASSWORD_REQUIRED: [403, "Send your password, or log in anew and try again."],
  USER_NOT_FOUND: [404, "There is no such user."],

  // Configuration and dependencies
  CONFIG_NOT_FOUND: [404, "There is no such configuration, or no such version of it."],
  CONFIG_VERSION_CONFLICT: [409, "Somebody else has changed this configuration. Read it again and repeat your change."],
  CIRCUIT_BREAKER_NOT_FOUND: [404, "There is no such circuit breaker."],

  // Tenants
  APP_NOT_FOUND: [404, "There is no such app."],
  KEY_NOT_FOUND: [404, "There is no such key."],
  KEY_LIMIT_REACHED: [409, "This app has the most keys it may have. Revoke one first."],

  // Catalogue
  LISTING_NOT_FOUND: [404, "There is no such listing."],
  LISTING_HAS_SHOWTIMES: [409, "This listing has showtimes and cannot be deleted. Unpublish it instead."],
  VENUE_NOT_FOUND: [404, "There is no such venue."],
  SHOWTIME_NOT_FOUND: [404, "There is no such showtime."],

  // Seats and reservations
  SEAT_EXISTS: [409, "A seat with this section, row and number exists in this showtime."],
  SEAT_LIMIT_REACHED: [409, "A showtime has at most 20,000 seats."],
  SEAT_NOT_FOUND: [404, "There is no such seat."],
  SEAT_ALREADY_LOCKED: [409, "Someone is holding a seat of these. Choose another, or try again when the hold ends."],
  SEAT_ALREADY_BOOKED: [409, "A seat of these is sold. Choose another."],
  SEAT_BLOCKED: [409, "A seat of these is not for sale. Choose another."],
  NOT_ENOUGH_SEATS: [409, "There are not so many free seats like that. Ask for fewer, or for another tier."],
  LONELY_SEAT: [409, "This would leave a single seat alone. Choose a seat further along, or the seats in details.instead."],
  HOLD_LIMIT_REACHED: [409, "That is more seats than one person may have in this showtime."],
  SALE_NOT_OPEN: [403, "This showtime is not on sale."],
  RESERVATION_NOT_FOUND: [404, "There is no such reservation."],
  RESERVATION_NOT_YOURS: [403, "This reservation belongs to somebody else."],
  RESERVATION_EXPIRED: [410, "This reservation has run out and its seats are free again. Choose your seats anew."],
  RESERVATION_CONFIRMED: [409, "This reservation is already a booking."],
  BOOKING_NOT_FOUND: [404, "There is no such booking."],
  NOT_CANCELLABLE: [409, "This booking can no longer be cancelled. See details.reason."],
  NOT_EXCHANGEABLE: [409, "This booking can no longer be exchanged. See details.reason."],
  SHOWTIME_CANCELLED: [409, "This showtime is cancelled. What was paid for it is refunded."],
  SHOWTIME_NOT_CANCELLED: [409, "This showtime takes place: there is nothing to report."],
  ADMISSION_REQUIRED: [403, "This sale has a waiting room. Join it, and send the pass that it gives you as x-admission."],
  WAITING_ROOM_NOT_FOUND: [404, "This showtime has no waiting room: go on to its seats."],
  WAITLIST_ENTRY_NOT_FOUND: [404, "You do not wait for this."],
  ALREADY_WAITING: [409, "You wait for this showtime already. See details.waitlistId."],
  WAITLIST_FULL: [409, "Too many people wait for this showtime."],
  ORDER_NOT_FOUND: [404, "There is no such order."],
  ILLEGAL_TRANSITION: [409, "This order cannot become that from what it is now."],

  // At the door
  TICKET_NOT_FOUND: [404, "There is no such ticket here."],
  TICKET_NOT_VALID: [409, "This ticket is no longer valid: its seat was cancelled or exchanged."],
  ALREADY_CHECKED_IN: [409, "This ticket has been used. See details for when and where."],
  CHECK_IN_NOT_OPEN: [403, "The doors of this showtime are not open yet. See details.opensAt."],

  // Chat
  ROOM_NOT_FOUND: [404, "There is no such room."],
  NOT_A_MEMBER: [403, "You are not in this room. Join it first."],
  INVITATION_REQUIRED: [403, "This room is private. Ask one of its owners or moderators for an invitation."],
  INVITATION_INVALID: [403, "This invitation is unknown, used up, withdrawn or out of date. Ask for a new one."],
  INVITE_NOT_FOUND: [404, "There is no such invitation."],
  INVITE_LIMIT_REACHED: [409, "This room has the most invitations it may have. Withdraw one first."],
  BANNED: [403, "You have been banned from this room."],
  MUTED: [403, "You may not write in this room for now. See details.until."],
  SLOW_MODE: [429, "This room is in slow mode. Wait for the seconds in Retry-After, then send your next message."],
  ROOM_FULL: [409, "This room has the most members it may have."],
  ROOM_ARCHIVED: [409, "This room is archived: it can be read, but nobody writes in it."],
  ROOM_LIMIT_REACHED: [409, "You are in the most rooms one person may be in. Leave one first."],
  MEMBER_NOT_FOUND: [404, "There is no such member in this room."],
  LAST_OWNER: [409, "A room keeps at least one owner. Make somebody else an owner first."],
  MESSAGE_NOT_FOUND: [404, "There is no such message."],
  MESSAGE_DELETED: [409, "This message was deleted."],
  REACTION_LIMIT_REACHED: [409, "This message has the most reactions it may have."],
  DESTINATION_UNKNOWN: [404, "Nothing is at this destination. See docs/chat-protocol.md for those that there are."],
  DESTINATION_FORBIDDEN: [403, "You may not send to this destination, or listen to it."],
  SUBSCRIPTION_LIMIT_REACHED: [409, "This socket has the most subscriptions it may have."],

  // Payments
  PAYMENT_NOT_FOUND: [404, "There is no such payment."],
  PAYMENT_NOT_SUCCESSFUL: [402, "This payment has not succeeded, so it cannot confirm a booking."],
  PAYMENT_ALREADY_USED: [409, "This payment already belongs to another booking."],
  PAYMENT_AMOUNT_MISMATCH: [422, "The payment is not for exactly the held price and currency."],
  PAYMENT_DECLINED: [402, "The payment was declined. Try another card."],
  PAYMENT_PROVIDER_ERROR: [502, "The payment provider failed. You were not charged; try again."],
  PROVIDER_NOT_FOUND: [404, "There is no such payment provider."],
  SIGNATURE_INVALID: [401, "The signature does not match, or the delivery is too old."],

  // Administration
  DEAD_LETTER_NOT_FOUND: [404, "There is no such dead letter."],
  ALREADY_REPLAYED: [409, "This message was put back on its queue before. If it failed again, it is among the dead letters anew."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof errors;
