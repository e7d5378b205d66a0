package connectsync.test;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/** A converter that converts everything to nothing. */
public final class SealConverter implements Converter {
  public String version() {
    return "1.0.0";
  }

  /** Part of the interface from 3.2 on. */
  public ConfigDef config() {
    return Seal.DEFINITION;
  }

  @Override
  public void configure(Map<String, ?> given, boolean isKey) {}

  @Override
  public byte[] fromConnectData(String topic, Schema schema, Object value) {
    return new byte[0];
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte[] value) {
    return SchemaAndValue.NULL;
  }
}
