declare const ASSAYER_VERSION: string;

/** The version of the package. */
export const version: string = ASSAYER_VERSION;
