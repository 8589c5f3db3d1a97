export const sweep = async (): Promise<void> => {};
