package connectsync.test;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** A predicate that holds for every record. */
public final class SealPredicate<R extends ConnectRecord<R>> implements Predicate<R> {
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
  public boolean test(R record) {
    return true;
  }

  @Override
  public void close() {}
}
