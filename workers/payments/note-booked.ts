/**
 * The statement that notes which booking each payment paid for: from then on nobody looks after it any more. A payment that an exchange brought from
 * another showtime moves with it. One of an order may pay for several bookings and names none: its order looks after it. It is part of the batch by which a
 * showtime's object tells D1 of its bookings. ?1: these bookings as a JSON list, with `at` in ms; ?2: their app. Repeating it changes nothing. The plus keeps
 * SQLite from looking through all payments of the app by its index.
 */
export const notePaymentsBooked = `
  UPDATE payments SET booking_id = told.booking, updated_at = told.at
  FROM (
    SELECT json_extract(payment.value, '$.paymentId') AS payment, json_extract(booking.value, '$.bookingId') AS booking,
      json_extract(booking.value, '$.exchangedFrom') AS origin, json_extract(booking.value, '$.at') AS at
    FROM json_each(?1) AS booking, json_each(booking.value, '$.payments') AS payment) AS told
  WHERE payments.id = told.payment AND +payments.app_id = ?2 AND payments.order_id IS NULL
    AND (payments.booking_id IS NULL OR payments.booking_id = told.origin)`;
