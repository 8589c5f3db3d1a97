const told = (name: string): string => `json_extract(value, '$.${name}')`;

/**
 * The statement that notes which booking each payment paid for: from then on nobody looks after it any more. It is part of the batch by which a
 * showtime's object tells D1 of its bookings. ?1: these bookings as a JSON list, with `at` in ms; ?2: their app. Repeating it changes nothing.
 */
export const notePaymentsBooked = `
  UPDATE payments SET booking_id = told.booking, updated_at = told.at
  FROM (SELECT ${told("paymentId")} AS payment, ${told("bookingId")} AS booking, ${told("at")} AS at FROM json_each(?1)) AS told
  WHERE payments.id = told.payment AND payments.app_id = ?2 AND payments.booking_id IS NULL`;
