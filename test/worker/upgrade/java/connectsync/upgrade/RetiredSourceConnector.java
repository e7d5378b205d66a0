package connectsync.upgrade;

/** A source that the second version of the plugin does not have. */
public final class RetiredSourceConnector extends ProbeSourceConnector {}
