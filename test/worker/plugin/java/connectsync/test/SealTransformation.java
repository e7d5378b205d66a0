package connectsync.test;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** A transformation that changes no record. */
public final class SealTransformation<R extends ConnectRecord<R>> implements Transformation<R> {
  public String version() {
    return "1.0.0";
  }

  @Override
  public ConfigDef config() {
    return Seal.DEFINITION;
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
