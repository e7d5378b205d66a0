package connectsync.upgrade;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that drops all records. It has no keys of its own. */
public final class ProbeSinkConnector extends SinkConnector {
  private Map<String, String> given = Map.of();

  @Override
  public String version() {
    return ProbeDefinition.VERSION;
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void start(Map<String, String> given) {
    this.given = given;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return ProbeTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(given);
  }

  @Override
  public void stop() {}

  /** A task that drops all records. */
  public static final class ProbeTask extends SinkTask {
    @Override
    public String version() {
      return ProbeDefinition.VERSION;
    }

    @Override
    public void start(Map<String, String> given) {}

    @Override
    public void put(Collection<SinkRecord> records) {}

    @Override
    public void stop() {}
  }
}
