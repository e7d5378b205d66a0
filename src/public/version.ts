import packageJson from '../../package.json' with { type: 'json' };

/** The version of connect-sync. */
export const { version } = packageJson;
