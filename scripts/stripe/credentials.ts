/** What the local Stripe knows us by, and signs its webhooks with. */
export const localStripe = { secretKey: "sk_test_only_on_this_machine", webhookSecret: "whsec_only_on_this_machine" };
