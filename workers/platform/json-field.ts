/** SQL for a field of the row that `json_each` is at: many rows are bound as one JSON array, for D1 takes a hundred parameters and no more. */
export const field = (name: string): string => `json_extract(value, '$.${name}')`;
