export const consume = async (): Promise<void> => {};
