package connectsync.test;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.HeaderConverter;

/** A header converter that converts everything to nothing. */
public final class SealHeaderConverter implements HeaderConverter {
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
  public byte[] fromConnectHeader(String topic, String headerKey, Schema schema, Object value) {
    return new byte[0];
  }

  @Override
  public SchemaAndValue toConnectHeader(String topic, String headerKey, byte[] value) {
    return SchemaAndValue.NULL;
  }

  @Override
  public void close() {}
}
