/** Path of the Chromium that page tests use; undefined where there is none. */
export const chromiumPath: string | undefined;
