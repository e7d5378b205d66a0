package connectsync.test;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of the plugins that do nothing: a password whose name does not say so, and a key that is none. */
final class Seal {
  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define("phrase", Type.PASSWORD, "", Importance.LOW, "A secret whose name does not say so")
          .define("label", Type.STRING, "", Importance.LOW, "A text that is no secret");

  private Seal() {}
}
