/** The columns that an import knows, with a product without and one with variants. A variant's price is in minor units, as `price` would be. */
export const importTemplate = [
  "sku,name,description,category,price_major,currency,stock,variant,variant_price,variant_stock,image_url,status",
  "PROG-1,Programme,Twenty pages with pictures,print,4.50,EUR,200,,,,,ACTIVE",
  "TEE,T-shirt,,clothes,25,EUR,,S,,20,,ACTIVE",
  "TEE,T-shirt,,clothes,25,EUR,,XL,2700,15,,ACTIVE",
  "",
].join("\r\n");
