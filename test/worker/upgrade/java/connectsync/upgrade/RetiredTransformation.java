package connectsync.upgrade;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** A transformation that the second version of the plugin does not have. */
public final class RetiredTransformation<R extends ConnectRecord<R>> implements Transformation<R> {
  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void configure(Map<String, ?> given) {}

  @Override
  public R apply(R record) {
    return record;
  }

  @Override
  public void close() {}
}
