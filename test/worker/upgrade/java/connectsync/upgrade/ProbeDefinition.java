package connectsync.upgrade;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of the probes. A line for one version only says so at its end. */
final class ProbeDefinition {
  static final String VERSION = "1.0.0"; // 1.0.0
  static final String VERSION = "2.0.0"; // 2.0.0

  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define("retired.key", Type.STRING, "", Importance.LOW, "Has no meaning any more") // 1.0.0
          .define("batch.size", Type.STRING, "10", Importance.LOW, "How much at once") // 1.0.0
          .define("batch.size", Type.INT, 500, Importance.LOW, "How much at once") // 2.0.0
          .define("old.name", Type.STRING, "", Importance.LOW, "A name") // 1.0.0
          .define("old.name", Type.STRING, "", Importance.LOW, "Deprecated: use new.name instead") // 2.0.0
          .define("new.name", Type.STRING, "", Importance.LOW, "A name")
          .define("region", Type.STRING, "", Importance.LOW, "Where it runs"); // 1.0.0
          .define("region", Type.STRING, Importance.LOW, "Where it runs"); // 2.0.0

  private ProbeDefinition() {}
}
