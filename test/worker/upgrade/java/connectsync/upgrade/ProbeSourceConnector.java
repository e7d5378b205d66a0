package connectsync.upgrade;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source that reads its keys when it starts, and moves no data. */
public class ProbeSourceConnector extends SourceConnector {
  private Map<String, String> given = Map.of();

  @Override
  public String version() {
    return ProbeDefinition.VERSION;
  }

  @Override
  public ConfigDef config() {
    return ProbeDefinition.DEFINITION;
  }

  @Override
  public void start(Map<String, String> given) {
    new AbstractConfig(ProbeDefinition.DEFINITION, given, false);
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

  /** An idle task. */
  public static final class ProbeTask extends SourceTask {
    @Override
    public String version() {
      return ProbeDefinition.VERSION;
    }

    @Override
    public void start(Map<String, String> given) {}

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      Thread.sleep(50);
      return null;
    }

    @Override
    public void stop() {}
  }
}
